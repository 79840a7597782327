#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| feeds::hostile::rows(data));
