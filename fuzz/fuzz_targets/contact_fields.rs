#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| web::hostile::contact_fields(data));
