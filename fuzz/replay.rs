//! The corpora of the fuzz targets as plain tests: each input as it is, cut short, and with one byte of
//! it changed, at up to 64 places. What once broke a target stays in its corpus.

use std::fs;
use std::path::Path;

/// Runs a target over its corpus; how many inputs that were.
pub(crate) fn replay(target: &str, run: impl Fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut inputs = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        run(&bytes);
        for place in (0..bytes.len()).step_by(bytes.len() / 64 + 1) {
            run(&bytes[..place]);
            for flip in [0x01, 0x20, 0xff] {
                let mut other = bytes.clone();
                other[place] ^= flip;
                run(&other);
            }
            inputs += 4;
        }
        inputs += 1;
    }
    inputs
}
