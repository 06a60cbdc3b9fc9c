use crate::support::{catalogue, day};
use kernel::ProductId;
use product::app::add_version;
use product::{LoanProduct, ProductError, ProductStatus, TermsError, seed};
use uuid::Uuid;

#[test]
fn products_read_as_they_were_written() {
    let db = catalogue("2025-06-20");
    for product in seed::products() {
        assert_eq!(db.read(|tx| product::get_product(tx, product.id)), Ok(product));
    }
    let rates = db.read(product::load_benchmark_rates).unwrap();
    assert_eq!(rates.iter().count(), 20, "ten publications of two tenors (cn.md §2.1)");
}

#[test]
fn seeding_twice_changes_nothing() {
    let db = catalogue("2025-06-20");
    let id = seed::products()[0].id;
    db.write(|tx| product::mark_used(tx, id)).unwrap();
    db.write(product::seed_products).unwrap();
    assert!(db.read(|tx| product::get_product(tx, id)).unwrap().used);
}

#[test]
fn the_version_offered_is_the_latest_active_one_that_has_begun() {
    let db = catalogue("2025-06-20");
    let first = seed::products().into_iter().find(|p| p.code == "P01").unwrap();
    let draft = first.next_version(ProductId(Uuid::from_u128(2)), day("2025-07-01"));
    let second = LoanProduct {
        status: ProductStatus::Active,
        ..draft.clone()
    };
    let third = second.next_version(ProductId(Uuid::from_u128(3)), day("2025-01-01"));
    for version in [&second, &third] {
        assert_eq!(db.write(|tx| add_version(tx, version)), Ok(true));
    }
    assert_eq!(db.write(|tx| add_version(tx, &draft)), Ok(false));
    for (on, version) in [("2025-06-30", Some(1)), ("2025-07-01", Some(2)), ("2017-12-31", None)] {
        let offered = db.read(|tx| product::find_offered(tx, "P01", day(on))).unwrap();
        assert_eq!(offered.map(|p| p.version), version, "{on}");
    }
    assert_eq!(
        db.read(|tx| product::find_offered(tx, "P99", day("2025-07-01"))),
        Ok(None)
    );
}

#[test]
fn a_contradictory_version_is_not_written() {
    let db = catalogue("2025-06-20");
    let mut version = seed::products()
        .remove(0)
        .next_version(ProductId(Uuid::from_u128(2)), day("2025-07-01"));
    version.terms.limits.min_periods = 0;
    let refused = db.write(|tx| add_version(tx, &version));
    assert!(
        matches!(
            refused,
            Err(ProductError::TermsRefused(TermsError::Contradiction { .. }))
        ),
        "{refused:?}"
    );
}

#[test]
fn a_floating_product_follows_what_is_published() {
    let db = catalogue("2025-06-20");
    // P07 asks one-year LPR plus a spread; 3.00% since 2025-05-20 (cn.md §2.1).
    let asked = |on: &str| {
        let product = seed::products().into_iter().find(|p| p.code == "P07").unwrap();
        let rates = db.read(product::load_benchmark_rates).unwrap();
        product.annual_rate(day(on).date(), &rates).unwrap().e10()
    };
    let before = asked("2025-06-20");
    let context = platform::CommandContext::system("test", kernel::Timestamp::from_millis(0));
    let change = reference::domain::Change {
        kind: reference::domain::Kind::Benchmark,
        code: String::from("lpr_1y"),
        revision: 10,
        effective_from: day("2025-06-20").date(),
        effective_until: None,
        content: Some(reference::domain::Content::Benchmark(reference::domain::Publication {
            annual_rate: kernel::AnnualRate::parse("0.0295").unwrap(),
        })),
        source: String::from("test"),
        reason: String::from("test"),
    };
    reference::app::change(db.db(), &context, &change).unwrap();
    assert_eq!(asked("2025-06-19"), before);
    assert_eq!(
        before - asked("2025-06-20"),
        kernel::AnnualRate::ONE / 10_000 * 5,
        "five basis points less"
    );
}
