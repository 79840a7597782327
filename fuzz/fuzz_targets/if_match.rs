#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| web::hostile::if_match(data));
