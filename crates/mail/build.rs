//! Messages and templates are checked while compiling: a changed text means compiling again.

fn main() {
    for path in ["templates", "../../locales", "i18n.toml"] {
        println!("cargo::rerun-if-changed={path}");
    }
}
