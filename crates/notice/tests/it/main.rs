//! The endpoints of notice from outside, over a real database.

mod notices;

use testkit::TestApp;

fn app() -> TestApp {
    TestApp::of_routes(notice::notice_routes)
}
