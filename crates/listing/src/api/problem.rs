platform::problems! {
    /// What can be wrong with a list that is asked for.
    pub PROBLEMS;
    TOTALS_MOST_INVALID = 422 "listing.totals_most_invalid"
        { zh: "totals_most 须在 1 至 {most} 之间", en: "totals_most is from 1 to {most}" }
    REASON_INVALID = 422 "listing.reason_invalid"
        { zh: "须填写不超过 {most} 字的理由", en: "A reason of at most {most} characters is needed" }
    NOTHING_MASKED = 422 "listing.nothing_masked"
        { zh: "所选列没有脱敏内容，无须理由", en: "None of the chosen columns is masked; leave the reason out" }
}
