use testkit::TestApp;

/// The whole program.
pub fn app() -> TestApp {
    TestApp::of_router(server::router)
}
