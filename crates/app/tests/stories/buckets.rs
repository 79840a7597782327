//! Files that people bring, kept in a bucket: what it holds, and what its bad days do.

use app::{AppError, Ctx, FileContent};
use bucket::Bucket;
use domain::access::Role;
use domain::ticket::NewTicket;
use futures_util::StreamExt as _;
use testkit::{BucketMood, BucketServer, Database, Noorderlicht, World, both_engines};

/// The world over a bucket, with somebody who has a ticket.
struct Shelf {
    world: World,
    bucket: BucketServer,
    viewer: Ctx,
    number: String,
}

impl Shelf {
    async fn open(database: Database) -> Self {
        let mut world = Noorderlicht::open(database).await.world;
        let bucket = BucketServer::start().await;
        let mut settings: bucket::BucketSettings = bucket.settings().parse().unwrap();
        settings.secret_key = bucket::SecretKey::new("hush");
        world.app = world.app.clone().with_bucket(Some(Bucket::open(&settings).unwrap()));
        let email = world.add_person("Vera Viewer", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let viewer = world.with_token(&email).await;
        let new = NewTicket {
            title: "Files".to_owned(),
            kind: "question".to_owned(),
            subject: "access".to_owned(),
            description: "Beside.".to_owned(),
            ..NewTicket::default()
        };
        let number = world.app.open_ticket(&viewer, &new, None).await.unwrap().value.item.number;
        Self { world, bucket, viewer, number }
    }

    /// Adds a file; its handle.
    async fn add(&self, name: &str, bytes: &[u8]) -> Result<String, AppError> {
        let path = self.world.database.folder().join("given");
        std::fs::write(&path, bytes).unwrap();
        let ticket = self.world.app.add_attachment(&self.viewer, &self.number, name, &path).await?.value;
        let added = ticket.attachments.into_iter().find(|one| one.file_name == name);
        Ok(added.unwrap().id)
    }

    async fn files(&self) -> usize {
        self.world.app.ticket(&self.viewer, &self.number).await.unwrap().value.attachments.len()
    }

    /// Reads a file to its end, or to where it breaks off.
    async fn read(&self, id: &str) -> Result<Vec<u8>, String> {
        let kept =
            self.world.app.attachment(&self.viewer, &self.number, id).await.map_err(|error| error.to_string())?;
        let FileContent::Bucket(mut pieces) = kept.content else { panic!("{:?}", kept.content) };
        let mut read = Vec::new();
        while let Some(piece) = pieces.next().await {
            read.extend_from_slice(&piece.map_err(|error| error.to_string())?);
        }
        Ok(read)
    }

    /// What lies in the data directory of the server.
    fn left_here(&self) -> Vec<String> {
        let attachments = self.world.database.folder().join("attachments");
        let Ok(entries) = std::fs::read_dir(attachments) else { return Vec::new() };
        entries.map(|one| one.unwrap().file_name().into_string().unwrap()).collect()
    }
}

const PDF: &[u8] = b"%PDF-1.7\nfor the bucket";

both_engines! {
    async fn files_lie_in_the_bucket_by_their_content_until_nothing_names_them(shelf in Shelf) {
        let one = shelf.add("one.pdf", PDF).await.unwrap();
        let objects = shelf.bucket.objects();
        let key = objects.keys().next().unwrap().clone();
        assert!(key.starts_with("one/attachments/") && objects.len() == 1, "{objects:?}");
        assert_eq!(objects[&key], PDF);
        assert_eq!(shelf.read(&one).await.unwrap(), PDF);
        let large = [b"%PDF-1.7\n".as_slice(), &vec![b'x'; 3 << 20]].concat();
        let two = shelf.add("two.pdf", &large).await.unwrap();
        assert_eq!(shelf.read(&two).await.unwrap(), large);
        assert_eq!(shelf.left_here(), Vec::<String>::new());
        shelf.world.app.remove_attachment(&shelf.viewer, &shelf.number, &one).await.unwrap();
        assert!(!shelf.bucket.objects().contains_key(&key));
        assert_eq!(shelf.bucket.objects().len(), 1);
    }

    async fn a_bad_day_of_the_bucket_names_nothing_and_is_got_over(shelf in Shelf) {
        let standing = shelf.add("standing.pdf", PDF).await.unwrap();
        for mood in [BucketMood::Overloaded, BucketMood::Refuses, BucketMood::LosesAnswers] {
            shelf.bucket.set(mood);
            let bytes = format!("%PDF-1.7\n{mood:?}");
            let refused = shelf.add("new.pdf", bytes.as_bytes()).await;
            assert!(matches!(refused, Err(AppError::Busy)), "{mood:?}: {refused:?}");
            assert!(shelf.read(&standing).await.is_err(), "{mood:?}");
            assert_eq!((shelf.files().await, shelf.left_here()), (1, Vec::new()), "{mood:?}");
            shelf.bucket.set(BucketMood::Fine);
            let id = shelf.add("new.pdf", bytes.as_bytes()).await.unwrap();
            assert_eq!(shelf.read(&id).await.unwrap(), bytes.as_bytes(), "{mood:?}");
            shelf.world.app.remove_attachment(&shelf.viewer, &shelf.number, &id).await.unwrap();
        }
        assert_eq!(shelf.bucket.objects().len(), 1);
    }

    async fn what_breaks_off_is_not_taken_for_whole_and_what_is_lost_is_told(shelf in Shelf) {
        let id = shelf.add("one.pdf", PDF).await.unwrap();
        shelf.bucket.set(BucketMood::BreaksOff);
        assert!(shelf.read(&id).await.is_err());
        shelf.bucket.set(BucketMood::Fine);
        let key = shelf.bucket.objects().into_keys().next().unwrap();
        assert!(shelf.bucket.lose(&key));
        assert!(shelf.read(&id).await.is_err());
        assert_eq!(shelf.files().await, 1);
    }

    async fn a_bucket_that_hangs_keeps_a_removal_from_nobody(shelf in Shelf) {
        let id = shelf.add("one.pdf", PDF).await.unwrap();
        shelf.bucket.set(BucketMood::Hangs);
        let began = std::time::Instant::now();
        shelf.world.app.remove_attachment(&shelf.viewer, &shelf.number, &id).await.unwrap();
        assert!(began.elapsed() < std::time::Duration::from_secs(8), "{:?}", began.elapsed());
        assert_eq!(shelf.files().await, 0);
        // Its content stays behind, and is taken up by whoever brings it again.
        shelf.bucket.set(BucketMood::Fine);
        assert_eq!(shelf.bucket.objects().len(), 1);
        let again = shelf.add("again.pdf", PDF).await.unwrap();
        assert_eq!(shelf.read(&again).await.unwrap(), PDF);
        assert_eq!(shelf.bucket.objects().len(), 1);
    }
}
