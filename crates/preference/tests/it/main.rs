//! The endpoints of preference from outside, over a real database.

mod drafts;
mod layouts;
mod views;

use testkit::TestApp;

fn app() -> TestApp {
    TestApp::of_routes(preference::preference_routes)
}
