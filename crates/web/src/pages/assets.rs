//! Styles, script and icons: embedded in the binary, each under a name that changes with its content.

use std::sync::OnceLock;

use rust_embed::RustEmbed;

/// The files of `crates/web/dist`, which `make assets` builds from `ui/`.
#[derive(RustEmbed)]
#[folder = "dist/"]
pub struct Dist;

/// Where a page finds its styles, script and icons.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Assets {
    /// The style sheet.
    pub styles: String,
    /// The script; every page works without it.
    pub script: String,
    /// The icons, one SVG file with a symbol each.
    pub icons: String,
    /// The product's own icon.
    pub favicon: String,
}

impl Assets {
    /// The assets of this build, as its manifest lists them: URLs below `/assets/`.
    pub fn of_this_build() -> &'static Self {
        static ASSETS: OnceLock<Assets> = OnceLock::new();
        ASSETS.get_or_init(|| {
            let manifest = Dist::get("manifest.json");
            let read = manifest.and_then(|file| serde_json::from_slice::<Self>(&file.data).ok());
            // The build script refuses to build without a manifest; plain names only keep this total.
            read.unwrap_or_else(|| Self {
                styles: "/assets/uptake.css".into(),
                script: "/assets/uptake.js".into(),
                icons: "/assets/icons.svg".into(),
                favicon: "/assets/favicon.svg".into(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_files_that_are_there() {
        let assets = Assets::of_this_build();
        for url in [&assets.styles, &assets.script, &assets.icons, &assets.favicon] {
            let file = url.strip_prefix("/assets/").unwrap();
            assert!(Dist::get(file).is_some(), "{file}");
        }
    }
}
