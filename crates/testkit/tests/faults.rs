//! Faults on purpose stay in the tests: nothing that is released has them.

use std::process::Command;

use domain::planted::{Fault, Planted, planted};

/// The features of every package of a build, as cargo resolves them without tests.
fn features_of(package: &str) -> Result<String, Box<dyn std::error::Error>> {
    let told = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--edges", "no-dev,features", "--prefix", "none", "--package", package])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into());
    }
    Ok(String::from_utf8(told.stdout)?)
}

#[test]
fn no_release_has_a_planted_fault() {
    let of_tests = "domain feature \"planted\"";
    assert!(
        features_of("testkit").unwrap().contains(of_tests),
        "the feature has another name, and this test looks for nothing"
    );
    let released = features_of("uptake").unwrap();
    assert!(released.contains("domain feature"), "{released}");
    assert!(!released.contains("planted"), "{released}");
}

#[test]
fn one_fault_is_planted_at_a_time_and_gone_with_its_guard() {
    let (one, other) = (Fault::ScopeForgetsLocation, Fault::ScopeOfNowhereIsEverything);
    assert!(!planted(one));
    let plant = Planted::plant(one).unwrap();
    assert!(planted(one) && !planted(other));
    assert!(Planted::plant(other).is_none());
    drop(plant);
    assert!(!planted(one));
}
