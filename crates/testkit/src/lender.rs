use crate::app::TestApp;
use customer::app::create_customer;
use customer::{CustomerDraft, CustomerKind, IdentityKind};
use kernel::{AnnualRate, BusinessDate, CivilDate, CustomerId, LoanId, Money, OrgId};
use loan::app::book::{NewLoan, book, disburse};
use loan::app::close::{Reporter, close_until};
use loan::app::error::LoanFailure;
use loan::app::offer::Choices;
use loan::domain::pricing::Pricing;
use platform::business_day;
use uuid::Uuid;

/// A loan to be lent; change what the test is about: `Lending { periods: 3, ..Lending::default() }`.
#[derive(Debug, Clone)]
pub struct Lending {
    /// Code of a seeded product.
    pub product: &'static str,
    /// Who borrows; somebody new when absent.
    pub customer: Option<CustomerId>,
    /// The amount in the product's currency.
    pub principal: &'static str,
    /// The annual rate.
    pub annual_rate: &'static str,
    /// Instalments.
    pub periods: u32,
    /// The day on which the money is lent; the business date when absent.
    pub disbursed_on: Option<CivilDate>,
    /// The day of the month on which instalments fall due; the product's own rule when absent.
    pub pay_day: Option<u32>,
}

impl Default for Lending {
    /// 120,000 yuan over twelve months at 6 % in equal payments (cn.md §1.4).
    fn default() -> Self {
        Self {
            product: "P03",
            customer: None,
            principal: "120000.00",
            annual_rate: "0.06",
            periods: 12,
            disbursed_on: None,
            pay_day: None,
        }
    }
}

impl TestApp {
    /// The business date.
    ///
    /// # Panics
    /// When the database fails.
    #[must_use]
    pub fn today(&self) -> BusinessDate {
        self.state.db.read(business_day::get).expect("a business date")
    }

    /// A person with this name and a passport of their own.
    ///
    /// # Panics
    /// When the name is not sound.
    #[must_use]
    pub fn customer(&self, name: &str) -> CustomerId {
        let passport = format!("E{:X}", Uuid::now_v7().as_u128() & 0xFFFF_FFFF_FFFF);
        let draft = CustomerDraft {
            kind: CustomerKind::Person,
            name,
            identity_kind: IdentityKind::Passport,
            identity_number: &passport,
            mobile: None,
            profile: customer::Profile::default(),
        };
        let made = create_customer(&self.state.db, &self.state.keys, &self.context(), &draft);
        made.expect("a sound customer").value.id
    }

    /// Books a loan and lends the money.
    ///
    /// # Panics
    /// When product or terms refuse.
    #[must_use]
    pub fn lend(&self, lending: &Lending) -> LoanId {
        let customer_id = lending.customer.unwrap_or_else(|| self.customer("王小明"));
        let (today, context) = (self.today(), self.context());
        let booked = self.state.db.write(|tx| {
            tx.act_as(&context.actor, &context.request_id, context.now);
            let product = product::find_offered(tx, lending.product, today).expect("products can be read");
            let product = product.expect("a product on offer");
            let rate = AnnualRate::parse(lending.annual_rate).expect("a rate");
            let new = NewLoan {
                number: None,
                customer_id,
                customer_name: "王**".to_owned(),
                org_id: OrgId::HEAD_OFFICE,
                officer: "clerk".to_owned(),
                purpose: None,
                choices: Choices {
                    principal: Money::parse(lending.principal, product.currency).expect("an amount"),
                    annual_rate: Some(rate),
                    periods: lending.periods,
                    disbursed_on: lending.disbursed_on.unwrap_or(today.date()),
                    pay_day: lending.pay_day,
                    custom_plan: Vec::new(),
                },
            };
            let id = book(tx, &product, &[(new, Pricing::fixed(rate))])?[0].id;
            disburse(tx, &context, &self.books, id)?;
            Ok::<_, LoanFailure>(id)
        });
        booked.expect("a loan within its product")
    }

    /// Closes day after day until this is the business date.
    ///
    /// # Panics
    /// When a close fails.
    pub fn close_until(&self, until: &str) {
        let until = BusinessDate::parse(until).expect("a date");
        let desk = Reporter {
            db: &self.state.db,
            books: &self.books,
            clock: &self.state.clock,
            org: OrgId::HEAD_OFFICE,
            tell: &|_| {},
        };
        close_until(&desk, until).expect("a close whose checks agree");
    }
}
