//! The cap of law and policy on what a loan costs a year, fees included: 24% (法发〔2017〕22号第2条, 金规〔2025〕9号).

use crate::bank::{Bank, with};
use crate::try_booking::trial;
use kernel::{AnnualRate, Currency};
use loan::app::cost::dearest;
use product::LoanProduct;
use product::domain::{FeeAmount, FeeRule, FeeTrigger};
use serde_json::json;

fn seeded(code: &str) -> LoanProduct {
    let mut products = product::seed::products().into_iter();
    products.find(|product| product.code == code).expect("a seeded product")
}

/// The cost of the dearest contract in basis points.
fn dearest_cost(product: &LoanProduct) -> i64 {
    dearest(product)
        .expect("a contract that can be computed")
        .yearly_cost
        .basis_points()
}

fn at_most(mut product: LoanProduct, rate: &str) -> LoanProduct {
    product.terms.limits.max_annual_rate = AnnualRate::parse(rate).expect("a rate");
    product
}

#[test]
fn every_product_as_delivered_keeps_to_the_cap() {
    let chinese = product::seed::products().into_iter();
    for product in chinese.filter(|product| product.currency == Currency::CNY) {
        let cost = dearest_cost(&product);
        assert!(cost <= 2_400, "{} costs {cost} basis points", product.code);
    }
}

/// Equal payments at 24% nominal cost (1 + 0.24 / 12)^12 − 1 = 26.82% a year; 24% a year is 12 × (1.24^(1/12) − 1) = 21.7051% nominal.
#[test]
fn monthly_payments_compound() {
    assert_eq!(dearest_cost(&at_most(seeded("P03"), "0.24")), 2_682);
    assert_eq!(dearest_cost(&at_most(seeded("P03"), "0.2170")), 2_399);
    assert_eq!(dearest_cost(&at_most(seeded("P03"), "0.2171")), 2_401);
}

/// T05 with a fee of 240.00 on 12,000.00 (cn.md §1.6): flat 7.2% over twelve months cost 18.27% a year.
#[test]
fn fees_and_flat_interest_count() {
    let mut product = at_most(seeded("P05"), "0.072");
    (product.terms.limits.min_periods, product.terms.limits.max_periods) = (12, 12);
    assert_eq!(dearest_cost(&product), 1_827);
    // The same 240.00 as a fixed fee weigh less on larger amounts: the smallest, 12,000.00, is the dearest.
    product.terms.fees = vec![FeeRule {
        code: "service".to_owned(),
        name_zh: "手续费".to_owned(),
        name_en: "Service fee".to_owned(),
        trigger: FeeTrigger::Disbursement,
        amount: FeeAmount::Fixed { amount_minor: 24_000 },
    }];
    product.terms.limits.min_amount_minor = 1_200_000;
    let found = dearest(&product).expect("a contract");
    assert_eq!(
        (found.yearly_cost.basis_points(), found.amount_minor),
        (1_827, 1_200_000)
    );
}

/// A cap that was lowered to 12.40% (four times an LPR of 3.10%, cn.md §5.5): P03 at 12% nominal costs 1.01^12 − 1 = 12.68%.
#[test]
fn a_contract_above_the_cap_of_its_day_is_neither_tried_nor_booked() {
    let bank = Bank::new();
    bank.lower_rate_cap("0.124");
    for (rate, status) in [("0.12", 422), ("0.117", 200)] {
        let tried = bank.post(
            "/booking-trials",
            with(trial(&bank, "P03", "12000.00", 12), "annual_rate", json!(rate)),
        );
        assert_eq!(tried.status, status, "{rate}: {}", tried.json);
    }
    let dear = with(bank.booking("P03", "12000.00", 12), "annual_rate", json!("0.12"));
    let refused = bank.post("/loans", dear);
    assert_eq!(refused.fault(), (422, "loan.all_in_rate_above_cap", "annual_rate"));
    assert_eq!(
        (&refused.json["cost"], &refused.json["cap"]),
        (&json!("12.68%"), &json!("12.40%"))
    );
    let sound = with(bank.booking("P03", "12000.00", 12), "annual_rate", json!("0.117"));
    assert_eq!(bank.post("/loans", sound).status, 201);
}
