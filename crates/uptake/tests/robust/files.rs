//! Files in a bucket, by the program itself: two servers of one installation that share no disk give back what the other took,
//! and the operator is told what is wrong with a bucket.

use testkit::{BucketMood, BucketServer, Client, Engine, Noorderlicht, Served};

use crate::site::Site;

const PDF: &[u8] = b"%PDF-1.7\nof two servers";

#[test]
fn two_servers_that_share_no_disk_share_the_files() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let bucket = runtime.block_on(BucketServer::start());
    let site =
        Site::new(Engine::Postgres).with("UPTAKE_FILES", &bucket.settings()).with("UPTAKE_FILES_SECRET", "hush-kxq");
    site.keep_secret("hush-kxq");
    let (_, token) = site.add_person("asker", Some(Noorderlicht::PARTNER));
    let elsewhere = tempfile::tempdir().unwrap();
    let start = |folder: &std::path::Path| {
        let mut serving = site.serving();
        serving.env("UPTAKE_DATA_DIR", folder);
        Served::start(serving).unwrap_or_else(|log| panic!("it does not start: {:?}", log.lines()))
    };
    let (one, other) = (start(site.database.folder()), start(elsewhere.path()));
    let client = |served: &Served| Client::of(served.address).with_token(&token);
    let ticket = serde_json::json!({ "title": "T", "type": "question", "subject": "access", "description": "D" });
    let made = client(&one).json("POST", "/api/v1/tickets", &ticket).unwrap();
    let number = made.json()["number"].as_str().unwrap_or_else(|| panic!("{}", made.text())).to_owned();
    let path = format!("/api/v1/tickets/{number}/attachments");
    let kind = [("content-type", "application/octet-stream")];
    let added = client(&one).send("POST", &format!("{path}?file_name=a.pdf"), &kind, PDF).unwrap();
    assert!(added.is_done(), "{}", added.text());
    let id = added.json()["attachments"][0]["id"].as_str().unwrap_or_else(|| panic!("{}", added.text())).to_owned();
    let given = client(&other).get(&format!("{path}/{id}")).unwrap();
    assert_eq!((given.status, given.body.as_slice()), (200, PDF));
    assert_eq!(given.field("content-length"), Some(PDF.len().to_string().as_str()));
    // What cannot be had now is to be asked for again, and nothing of it is a success.
    bucket.set(BucketMood::Refuses);
    let away = client(&other).get(&format!("{path}/{id}")).unwrap();
    assert_eq!((away.status, away.field("retry-after").is_some()), (503, true), "{}", away.text());
    bucket.set(BucketMood::BreaksOff);
    let broken = client(&other).get(&format!("{path}/{id}"));
    assert!(broken.is_err(), "half a file is not one: {broken:?}");
    bucket.set(BucketMood::Fine);
    assert!(client(&one).send("DELETE", &format!("{path}/{id}"), &[], &[]).unwrap().is_done());
    assert!(bucket.objects().is_empty());
}

#[test]
fn the_operator_is_told_what_is_wrong_with_a_bucket() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let bucket = runtime.block_on(BucketServer::start());
    let site = Site::new(Engine::Sqlite);
    let doctor = |files: &str, secret: &str| {
        let mut command = site.command(&["doctor"]);
        let done = command.env("UPTAKE_FILES", files).env("UPTAKE_FILES_SECRET", secret).output().unwrap();
        let told = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
        assert!(!told.contains("hush-kxq"), "{told}");
        told
    };
    let settings = bucket.settings();
    let told = doctor(&settings, "hush-kxq");
    assert!(told.contains("written, read and removed"), "{told}");
    assert!(bucket.objects().is_empty(), "what was tried is gone again");
    assert!(doctor(&settings, "").contains("secret key is missing"));
    assert!(doctor("bucket=uptake-files", "hush-kxq").contains("endpoint is missing"));
    bucket.set(BucketMood::Refuses);
    assert!(doctor(&settings, "hush-kxq").contains("FAIL  bucket for files"));
    // Nobody listens there.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let told = doctor(&format!("bucket=uptake-files; endpoint=http://{free}; key=k"), "hush-kxq");
    assert!(told.contains("FAIL  bucket for files"), "{told}");
}
