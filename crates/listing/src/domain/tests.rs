use super::{Field, Kind, List};

const FIELDS: [Field; 3] = [
    Field::new("number", ("编号", "Number"), Kind::Text, "t.number")
        .searched()
        .ordered(),
    Field::new(
        "state",
        ("状态", "State"),
        Kind::Choice(&[("open", "有效", "Open")]),
        "t.state",
    )
    .searched(),
    Field::new("made_at", ("时间", "Made at"), Kind::Moment, "t.made_at").ordered(),
];

const LIST: List = List {
    name: "things",
    zh: "物件",
    en: "Things",
    read: "thing.read",
    export: "thing.export",
    reveal: None,
    from: "thing t",
    id: "t.id",
    currency: None,
    owners: None,
    fields: &FIELDS,
    order: "-made_at",
};

#[test]
fn the_order_in_which_a_list_comes_stands_first() {
    assert_eq!(LIST.orders(), ["-made_at", "number", "made_at"]);
}

#[test]
fn codes_have_words_and_unknown_codes_stand_for_themselves() {
    let state = LIST.field("state").expect("declared");
    assert_eq!((state.word("open", true), state.word("open", false)), ("Open", "有效"));
    assert_eq!(state.word("lost", true), "lost");
    assert!(LIST.field("colour").is_none());
}

#[test]
fn searches_know_the_fields_that_say_so() {
    let names: Vec<&str> = LIST.searched().map(|field| field.key).collect();
    assert_eq!(names, ["number", "state"]);
}
