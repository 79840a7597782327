//! An application over a database of its own, and what everybody does with it.

use app::{App, AppError, Credential, Ctx, Door, LoadPlan, NewPerson, PasswordCost, Proof, Settings, Visit};
use domain::access::Role;
use store::Store;

use crate::{Database, Device, Manner, StandingClock};

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

/// An application over a database of its own.
pub struct World {
    /// The verbs.
    pub app: App,
    /// What the verbs stand on.
    pub store: Store,
    /// The clock of the verbs.
    pub clock: StandingClock,
    /// The database; gone with the world.
    pub database: Database,
}

/// Whoever can run the program on the server.
pub fn operator() -> Ctx {
    Ctx::of_operator()
}

impl World {
    /// The address of the site, for whoever asks.
    pub const ADDRESS: &str = "https://uptake.example";

    /// An application that was just installed: nobody and nothing is in it.
    pub async fn open(database: Database) -> Self {
        Self::open_with(database, false).await
    }

    /// The same, where there is mail.
    pub async fn open_mailing(database: Database) -> Self {
        Self::open_with(database, true).await
    }

    async fn open_with(database: Database, sends_mail: bool) -> Self {
        let (store, clock) = (database.open().await, StandingClock::default());
        let settings = Settings { sends_mail, ..Settings::usual(database.folder()) };
        let app = App::new(store.clone(), clock.clock(), settings).with_address(Self::ADDRESS);
        let app = app.with_password_cost(PasswordCost::LEAST);
        Self { app, store, clock, database }
    }

    /// Its database, after nobody uses it any more.
    pub async fn closed(self) -> Database {
        self.store.close().await;
        self.database
    }

    /// Reads a report into the waiting room.
    pub async fn stage(&self, file_name: &str, report: &str) -> Result<LoadPlan, AppError> {
        let path = self.database.folder().join(file_name);
        std::fs::write(&path, report).unwrap();
        Ok(self.app.stage_load(&operator(), file_name, &path, |_| ()).await?.value)
    }

    /// Reads a report and applies it, as `uptake import` does.
    pub async fn load(&self, file_name: &str, report: &str) -> LoadPlan {
        let plan = self.stage(file_name, report).await.unwrap_or_else(|error| panic!("{file_name}: {error}\n{report}"));
        let applied = self.app.apply_load(&operator(), plan.load.id).await;
        applied.unwrap_or_else(|error| panic!("{file_name}: {error}: {plan:?}")).value
    }

    /// Takes a load back.
    pub async fn undo(&self, load: &LoadPlan) -> LoadPlan {
        self.app.undo_load(&operator(), load.load.id).await.unwrap().value
    }

    /// Adds a person of a partner, or, without one, of the programme office, with a role at some places or
    /// everywhere; gives the address.
    pub async fn add_person(&self, name: &str, partner_id: Option<&str>, role: Role, at: &[&str]) -> String {
        let email = format!("{}@uptake.example", name.to_lowercase().replace(' ', "."));
        let person = NewPerson {
            email: email.parse().unwrap(),
            name: name.to_owned(),
            partner_id: partner_id.map(str::to_owned),
            role,
            at: at.iter().map(|&place| place.to_owned()).collect(),
            directory: None,
            password: PASSWORD.to_owned(),
        };
        self.app.add_person(&operator(), person).await.unwrap();
        email
    }

    /// A request with a new token of a person.
    pub async fn with_token(&self, email: &str) -> Ctx {
        let token = self.app.create_token_for(&operator(), &email.parse().unwrap(), 30).await.unwrap();
        request(Credential::Token(token.secret))
    }

    /// A device that has a new passkey of whoever is in that session.
    pub async fn with_passkey(&self, session: &Ctx, credential_id: &[u8]) -> Device {
        self.with_passkey_of(session, Device::new(credential_id)).await
    }

    /// The same, by that device.
    pub async fn with_passkey_of(&self, session: &Ctx, mut device: Device) -> Device {
        let proof = Proof { current: PASSWORD, code: "" };
        self.app.begin_passkey(session, "A device", proof).await.unwrap();
        let setup = self.app.passkeys(session).await.unwrap().value.setup.unwrap();
        self.app.add_passkey(session, &device.creates(&setup.options, &Manner::default())).await.unwrap();
        device
    }

    /// A request in a new session of a person.
    pub async fn signed_in(&self, email: &str) -> Ctx {
        let signed_in = self.app.sign_in(&visit(), email, PASSWORD).await.unwrap().at_once().unwrap();
        request(Credential::Session(signed_in.secret))
    }
}

/// Somebody at the sign-in page.
pub fn visit() -> Visit {
    Visit {
        address: "192.0.2.7".to_owned(),
        user_agent: "a test".to_owned(),
        request_id: "visit".to_owned(),
        known_browser: None,
    }
}

/// A request by that.
pub fn request(credential: Credential) -> Ctx {
    Ctx { credential, door: Door::Api, request_id: "test".to_owned(), address: "192.0.2.7".to_owned() }
}
