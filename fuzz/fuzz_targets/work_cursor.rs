#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| app::hostile::work_cursor(data));
