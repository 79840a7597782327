//! Which referrals a partner wants, and a pause in which it wants none (S10.5).

use app::{Expected, Outcome, PreferenceItem, Seen};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::referral::NewPreference;
use locale::{Words, country_meant, survey_language_meant};

use super::form::{faults, given_back};
use super::{Answer, Flash, page, page_with, refused_fields, see_with, shell};
use crate::extract::{Caller, Fields, Form};
use crate::pages::form::FormFaults;
use crate::pages::referral::{country_name, language_name};
use crate::pages::referral_request::{PreferencePage, preference_label};
use crate::pages::shell::Entry;
use crate::state::Web;

const PATH: &str = "/referral-preference";

/// What stands there, as a form.
pub(crate) async fn show(State(web): State<Web>, caller: Caller) -> Answer {
    page(&shown(&web, &caller, web.app.referral_preference(&caller.ctx).await?))
}

fn shown(web: &Web, caller: &Caller, seen: Seen<PreferenceItem>) -> PreferencePage {
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::ReferralPreference));
    let (words, wanted) = (shell.words, &seen.value.wanted);
    let typed = NewPreference {
        languages: wanted.languages.iter().map(|tag| language_name(tag, words)).collect(),
        countries: wanted.countries.iter().map(|code| country_name(code, words)).collect(),
        sizes: wanted.sizes.clone(),
    };
    PreferencePage { shell, preference: seen.value, typed, is_overtaken: false, faults: FormFaults::default() }
}

fn label(name: &str, words: &Words) -> String {
    preference_label(name, words).to_owned()
}

/// What was typed, a line each, and what is meant by it: names in either language, or codes.
fn read(form: &Fields) -> (NewPreference, NewPreference) {
    let lines = |name: &str| -> Vec<String> {
        form.text(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let typed = NewPreference { languages: lines("languages"), countries: lines("countries"), sizes: lines("sizes") };
    let language = |text: &String| survey_language_meant(text).map_or_else(|| text.clone(), |it| it.tag().to_owned());
    let country = |text: &String| country_meant(text).map_or_else(|| text.clone(), |it| it.code().to_owned());
    let meant = NewPreference {
        languages: typed.languages.iter().map(language).collect(),
        countries: typed.countries.iter().map(country).collect(),
        sizes: typed.sizes.clone(),
    };
    (typed, meant)
}

/// Says which referrals are wanted.
pub(crate) async fn update(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = set(&web, &caller, &form).await;
    given_back(&web, &caller, &headers, &form, done, PATH, label).await
}

async fn set(web: &Web, caller: &Caller, form: &Fields) -> Answer {
    let (typed, meant) = read(form);
    let done = web.app.set_referral_preference(&caller.ctx, &meant, &Expected::one(form.text("version"))).await;
    let problems = match done {
        Ok(Seen { value: Outcome::Saved(_), .. }) => return see_with(web, PATH, Flash::PreferenceSaved),
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => None,
        Err(error) => Some(refused_fields(error)?),
    };
    let it = shown(web, caller, web.app.referral_preference(&caller.ctx).await?);
    let words = it.shell.words;
    let Some(problems) = problems else {
        return page_with(StatusCode::CONFLICT, &PreferencePage { typed, is_overtaken: true, ..it });
    };
    let faults = faults(&problems, |name| label(name, words), words);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &PreferencePage { typed, faults, ..it })
}

/// Begins a pause.
pub(crate) async fn pause(State(web): State<Web>, caller: Caller, Form(_): Form) -> Answer {
    web.app.pause_referrals(&caller.ctx, true).await?;
    see_with(&web, PATH, Flash::ReferralsPaused)
}

/// Ends it.
pub(crate) async fn resume(State(web): State<Web>, caller: Caller, Form(_): Form) -> Answer {
    web.app.pause_referrals(&caller.ctx, false).await?;
    see_with(&web, PATH, Flash::ReferralsResumed)
}
