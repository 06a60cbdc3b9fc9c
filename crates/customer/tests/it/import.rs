use customer::app::{LoanCount, count_loans, create_customers, find_customer_ids, list_customer_labels};
use customer::{CustomerDraft, CustomerError, CustomerKind, CustomerRefusal, IdentityKind, Intake, NewCustomer};
use kernel::{Actor, BusinessDate, CustomerId};

use crate::app::TestApp;

fn people(numbers: std::ops::Range<u32>) -> Vec<NewCustomer> {
    let today = BusinessDate::parse("2025-01-20").expect("a date");
    numbers
        .map(|nr| {
            let number = format!("LC-{nr:06}");
            let draft = CustomerDraft {
                kind: CustomerKind::Person,
                name: &format!("Borrower {nr}"),
                identity_kind: IdentityKind::Other,
                identity_number: &number,
                mobile: None,
                profile: customer::Profile::default(),
            };
            NewCustomer::check(&draft, today.date()).expect("a sound draft")
        })
        .collect()
}

fn import(app: &TestApp, customers: &[NewCustomer]) -> Result<Vec<CustomerId>, CustomerError> {
    let (on, at) = (
        BusinessDate::parse("2025-01-20").expect("a date"),
        app.state.clock.now(),
    );
    app.state.db.write(|tx| {
        tx.act_as(&Actor::system(), "import", at);
        create_customers(
            tx,
            &app.state.keys,
            Intake {
                on,
                at,
                owner: &customer::app::Owner::head_office(),
            },
            customers,
        )
    })
}

#[test]
fn ten_thousand_customers_come_in_at_once_in_their_order() {
    let app = TestApp::new();
    let ids = import(&app, &people(0..10_000)).expect("all new");
    assert_eq!((ids.len(), app.count_customers()), (10_000, 10_000));
    let found = app
        .state
        .db
        .read(|tx| find_customer_ids(tx, (&app.state.keys, &platform::Sight::everything()), "LC-001234", 10));
    assert_eq!(found, Ok(vec![ids[1234]]));
    let labels = app
        .state
        .db
        .read(|tx| list_customer_labels(tx, &ids[..200]))
        .expect("labels");
    assert_eq!((labels.len(), labels[&ids[7]].name.as_str()), (200, "B******* 7"));
    assert_eq!(app.audited("customer.customers_imported").len(), 1);
}

#[test]
fn an_import_with_a_known_document_brings_in_nobody() {
    let app = TestApp::new();
    import(&app, &people(0..3)).expect("all new");
    let again = import(&app, &people(2..6));
    assert!(
        matches!(
            again,
            Err(CustomerError::Refused(CustomerRefusal::IdentityTaken { holder: None }))
        ),
        "{again:?}"
    );
    assert_eq!(app.count_customers(), 3);
}

#[test]
fn booked_loans_are_counted() {
    let app = TestApp::new();
    let ids = import(&app, &people(0..2)).expect("all new");
    let booked = [(ids[0], 2), (ids[1], 1), (ids[0], 1)].map(|(customer_id, loans)| LoanCount { customer_id, loans });
    app.state.db.write(|tx| count_loans(tx, &booked)).expect("counted");
    let shown = app.get(&format!("/customers/{}", ids[0]));
    assert_eq!(shown.json["loan_count"], 3);
}
