//! The profile and how people sign in, filled with a small invented world.

use app::{NewToken, Profile, RoleHeld, SecondFactor, SessionListed, TokenListed, TokenScope};
use domain::access::Role;
use domain::person::{Language, WeakPassword};

use super::Shell;
use super::form::{FieldFault, FormFaults};
use super::passkey::{PasskeyAnswerPage, PasskeyError, PasskeysPage};
use super::profile::{PasswordError, PasswordForm, ProfilePage, TokenForm};
use super::samples::at;
use super::second_factor::{FactorError, FactorForm, Picture, SecondFactorPage, SecondStepPage, ShownKey};
use super::sign_in_settings::SignInSettingsPage;

fn token(name: &str, days_ago: i64) -> TokenListed {
    TokenListed {
        handle: format!("t{days_ago}"),
        name: name.into(),
        scope: if days_ago > 5 { TokenScope::Read } else { TokenScope::Write },
        created_at: at(days_ago),
        expires_at: at(days_ago - 90),
        used_at: (days_ago > 5).then(|| at(1)),
    }
}

pub(super) fn providers() -> Vec<app::ProviderChoice> {
    let one = |code: &str, name: &str| app::ProviderChoice { code: code.into(), name: name.into() };
    vec![one("entra", "Microsoft"), one("duin", "Duin <script>")]
}

pub(super) fn sign_in_settings(shell: Shell, is_office: bool, is_refused: bool) -> SignInSettingsPage {
    let partners = if is_office { vec![("4000001".into(), "Delta <script>".into())] } else { Vec::new() };
    let fault = || FieldFault {
        field: "single_sign_on".into(),
        label: "Ways <script>".into(),
        message: "It does not work <script>".into(),
    };
    SignInSettingsPage {
        shell,
        settings: app::SignInSettings {
            organisation: "Delta <script>".into(),
            partner_id: Some("4000001".into()),
            kind: domain::organisation::OrganisationKind::Partner,
            is_single_sign_on: is_office,
            needs_second_factor: is_refused,
            providers: if is_office { Vec::new() } else { providers() },
            people: 12,
            without_provider: 3,
            without_second_factor: 2,
            revision: "0".into(),
            partners,
        },
        is_on: is_refused,
        is_demanded: is_office,
        is_overtaken: is_refused,
        faults: if is_refused { FormFaults(vec![fault()]) } else { FormFaults::default() },
    }
}

fn ways_in() -> app::WaysIn {
    let account = |days_ago, used_at| app::ProviderAccountListed {
        handle: format!("a{days_ago}"),
        lets_in: true,
        provider: "Microsoft <script>".into(),
        label: "anna@example.com <script>".into(),
        connected_at: at(days_ago),
        used_at,
    };
    app::WaysIn {
        accounts: vec![account(40, Some(at(2))), account(2, None)],
        providers: providers(),
        asks: app::ProofAsked { password: true, code: true },
        has_passkey: true,
        is_single_sign_on: false,
    }
}

fn second_factor(is_on: bool) -> SecondFactor {
    SecondFactor { added_at: is_on.then(|| at(3)), codes_left: 9, is_demanded: false, has_password: true }
}

fn key() -> ShownKey {
    ShownKey {
        groups: "ABCD EFGH IJKL MNOP <script>".into(),
        uri: "otpauth://totp/Uptake:anna?secret=ABCD&issuer=Uptake".into(),
        picture: Some(Picture { size: 29, path: "M4 4h7v1h-7z".into() }),
    }
}

pub(super) fn second_factor_page(shell: Shell, step: usize) -> SecondFactorPage {
    let error = |form, field| Some(FactorError { form, field, text: "It does not work <script>".into() });
    SecondFactorPage {
        shell,
        standing: SecondFactor {
            is_demanded: step == 3,
            has_password: step != 4,
            ..second_factor((2..4).contains(&step))
        },
        setup: (step == 1).then(key),
        codes: None,
        error: match step {
            1 => error(FactorForm::Setup, "code"),
            2 => error(FactorForm::Codes, "current"),
            3 => error(FactorForm::Removal, ""),
            _ => None,
        },
    }
}

pub(super) fn second_step_by_passkey(shell: Shell) -> SecondStepPage {
    SecondStepPage { takes_code: false, ..second_step(shell, false, false) }
}

pub(super) fn second_step(shell: Shell, sets_up: bool, is_refused: bool) -> SecondStepPage {
    SecondStepPage {
        shell,
        next: "/tenants".into(),
        setup: sets_up.then(key),
        error: is_refused.then(|| "It does not work <script>".into()),
        has_passkeys: true,
        takes_code: true,
    }
}

fn passkeys(count: usize) -> app::PasskeyDesk {
    let passkey = |number: usize| app::PasskeyListed {
        handle: format!("k{number}"),
        name: format!("Chrome on Linux {number} <script>"),
        added_at: at(40),
        used_at: (number == 0).then(|| at(2)),
    };
    app::PasskeyDesk {
        passkeys: (0..count).map(passkey).collect(),
        setup: None,
        can_add: true,
        asks: app::ProofAsked { password: true, code: false },
    }
}

pub(super) fn passkeys_page(shell: Shell, step: usize) -> PasskeysPage {
    let error = |field| Some(PasskeyError { field, text: "It does not work <script>".into() });
    let setup = || app::PasskeySetup { name: "Key <script>".into(), options: "{\"challenge\":\"<script>\"}".into() };
    PasskeysPage {
        shell,
        desk: app::PasskeyDesk {
            setup: (step == 2).then(setup),
            can_add: step != 5,
            asks: app::ProofAsked { password: step != 4, code: step == 3 },
            ..passkeys(step)
        },
        name: "Firefox on Linux <script>".into(),
        error: match step {
            1 => error("name"),
            2 => error(""),
            3 | 4 => error("current"),
            _ => None,
        },
    }
}

pub(super) fn passkey_answer(shell: Shell, is_refused: bool) -> PasskeyAnswerPage {
    PasskeyAnswerPage {
        shell,
        next: "/tenants".into(),
        options: (!is_refused).then(|| "{\"challenge\":\"<script>\"}".into()),
        error: is_refused.then(|| "It does not work <script>".into()),
    }
}

pub(super) fn profile(shell: Shell) -> ProfilePage {
    let session = |is_this, days_ago, user_agent: &str| SessionListed {
        handle: format!("s{days_ago}"),
        is_this,
        created_at: at(days_ago),
        seen_at: at(days_ago / 2),
        expires_at: at(days_ago - 30),
        user_agent: user_agent.into(),
        address: "203.0.113.9".into(),
    };
    ProfilePage {
        language: Some(Language::Dutch),
        profile: Profile {
            roles: vec![
                RoleHeld { role: Role::ExecutiveReportViewer, at: Some(("5100101".into(), "Amsterdam".into())) },
                RoleHeld { role: Role::ReportViewer, at: None },
                RoleHeld { role: Role::AccountAdmin, at: None },
            ],
            tenants: Some(1204),
            sessions: vec![
                session(true, 0, "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0"),
                session(false, 6, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1"),
                session(false, 11, "curl/8.5.0"),
            ],
            tokens: vec![token("Nightly report", 2), token("Spreadsheet", 40)],
            ways_in: ways_in(),
            second_factor: second_factor(true),
            passkeys: passkeys(2),
        },
        mail: super::mail_samples::mail(),
        password: PasswordForm { error: Some(PasswordError::Weak(WeakPassword::Guessable)) },
        token_form: TokenForm::default(),
        way_error: Some("It does not work <script>".into()),
        new_token: Some(NewToken {
            secret: "upt_2f7c1f0b9be84c52a2d5f0a1c3e5d7f9".into(),
            listed: token("Nightly report", 2),
        }),
        shell,
    }
}
