//! Messages are checked while compiling: a changed text means compiling again.

fn main() {
    println!("cargo::rerun-if-changed=../../locales");
    println!("cargo::rerun-if-changed=i18n.toml");
}
