//! Says what to run when the assets are missing, and compiles again when texts or templates change.

use std::path::Path;

fn main() {
    for path in ["dist", "templates", "../../locales", "i18n.toml"] {
        println!("cargo::rerun-if-changed={path}");
    }
    if !Path::new("dist/manifest.json").exists() {
        println!("cargo::error=The styles and scripts are not built yet: run `make assets` first.");
    }
}
