use kernel::Timestamp;
use platform::clock::Clock;
use std::time::Duration;

#[test]
fn a_manual_clock_stands_still_until_moved_and_its_clones_move_with_it() {
    let clock = Clock::manual(Timestamp::from_millis(1_000));
    let other = clock.clone();
    assert_eq!(clock.now().millis(), 1_000);
    clock.advance(Duration::from_secs(2));
    assert_eq!(other.now().millis(), 3_000);
    other.set(Timestamp::from_millis(500));
    assert_eq!(clock.now().millis(), 500);
}

#[test]
fn the_machines_clock_tells_this_century() {
    assert!(Clock::system().now().millis() > 1_700_000_000_000);
}

#[test]
#[should_panic(expected = "cannot be moved")]
fn the_machines_clock_cannot_be_moved() {
    Clock::system().set(Timestamp::from_millis(0));
}
