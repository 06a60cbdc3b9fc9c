//! The endpoints of master data from outside, over a real database.

mod benchmarks;
mod calendars;
mod lists;
mod numbers;

use access::NewUser;
use platform::http::with_standard_layers;
use testkit::{Caller, PASSWORD, TestApp};

/// Master data with sign-in and four eyes.
fn app() -> TestApp {
    TestApp::of_router(|state, gate| {
        let api = access::routes_with(gate, reference::checked_commands(), &platform::Guards::default());
        let router = api.merge(reference::reference_routes()).build("Test", "1").router;
        with_standard_layers(router, state, access::sign_in_layer(gate.clone()))
    })
}

/// Signs in somebody new.
fn user<'a>(app: &'a TestApp, login: &str, role: &str) -> Caller<'a> {
    let new = NewUser {
        login: login.to_owned(),
        name: login.to_owned(),
        password: PASSWORD.to_owned(),
        roles: vec![role.to_owned()],
        organisation: None,
    };
    access::create_user(&app.state.db, &app.gate, &app.context(), &new).expect("a sound user");
    app.sign_in(login)
}
