//! Offers: the catalogue, and the form for one (S5.1).

use app::{Expected, OfferDesk, OfferEdit, Outcome, Seen};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::money::Currency;
use locale::Words;

use super::form::{faults, form as answer, given_back, saved};
use super::{Answer, Flash, page, refused_fields, see, shell};
use crate::extract::{Caller, Fields, Form, InPath};
use crate::pages::form::FormFaults;
use crate::pages::offer::{OfferPage, OffersPage, TypedOffer, field_label};
use crate::pages::shell::Entry;
use crate::state::Web;

/// The catalogue.
pub(crate) async fn list(State(web): State<Web>, caller: Caller) -> Answer {
    let seen = web.app.offers(&caller.ctx).await?;
    let shell = shell(&web, &caller, Some(&seen.viewer), Some(Entry::Offers));
    page(&OffersPage { shell, offers: seen.value })
}

/// The form for a new offer. Whoever may not add one is led to those that there are.
pub(crate) async fn new(State(web): State<Web>, caller: Caller, headers: HeaderMap) -> Answer {
    let seen = web.app.offer_desk(&caller.ctx, None).await?;
    open(&web, &caller, &headers, seen, TypedOffer { licence_minimum: "150".to_owned(), ..TypedOffer::default() })
}

/// The form for an offer. Whoever may not change it is led to the catalogue.
pub(crate) async fn edit(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
    headers: HeaderMap,
) -> Answer {
    let seen = web.app.offer_desk(&caller.ctx, Some(&handle)).await?;
    let typed = seen.value.offer.as_ref().map(TypedOffer::of).unwrap_or_default();
    open(&web, &caller, &headers, seen, typed)
}

fn open(web: &Web, caller: &Caller, headers: &HeaderMap, seen: Seen<OfferDesk>, typed: TypedOffer) -> Answer {
    if !seen.value.may_write {
        return see("/offers");
    }
    let it = filled(web, caller, seen, typed);
    answer(headers, StatusCode::OK, &it.as_pane(), &it)
}

/// The page of a form over what stands there, with nothing wrong yet.
fn filled(web: &Web, caller: &Caller, seen: Seen<OfferDesk>, typed: TypedOffer) -> OfferPage {
    let shell = shell(web, caller, Some(&seen.viewer), Some(Entry::Offers));
    let version = seen.value.offer.as_ref().map(|offer| offer.revision.clone()).unwrap_or_default();
    OfferPage { shell, desk: seen.value, typed, version, is_overtaken: false, faults: FormFaults::default() }
}

fn typed(form: &Fields) -> TypedOffer {
    let text = |name: &str| form.text(name).trim().to_owned();
    TypedOffer {
        name: text("name"),
        workload: text("workload"),
        valid_from: text("valid_from"),
        valid_to: text("valid_to"),
        rate: text("rate_minor"),
        ceiling: text("ceiling_minor"),
        currency: text("currency"),
        licence_minimum: text("licence_minimum"),
        excluded_segments: form.text("excluded_segments").to_owned(),
    }
}

/// Amounts are typed in whole units with decimals, as many as the currency has; two where that is none.
fn edit_of(typed: &TypedOffer) -> OfferEdit {
    let currency: Option<Currency> = typed.currency.parse().ok().or_else(|| "EUR".parse().ok());
    let minor = |text: &str| currency.and_then(|currency| currency.minor_of(text));
    // What is no number is refused as one below 0 is.
    let licences = |text: &str| if text.is_empty() { None } else { Some(text.parse().unwrap_or(-1)) };
    OfferEdit {
        name: typed.name.clone(),
        workload: typed.workload.clone(),
        valid_from: typed.valid_from.clone(),
        valid_to: typed.valid_to.clone(),
        rate_minor: minor(&typed.rate),
        ceiling_minor: minor(&typed.ceiling),
        currency: typed.currency.clone(),
        licence_minimum: licences(&typed.licence_minimum),
        excluded_segments: typed.excluded_segments.lines().map(str::to_owned).collect(),
    }
}

fn label(name: &str, words: &Words) -> String {
    field_label(name, words).to_owned()
}

/// Adds an offer.
pub(crate) async fn create(State(web): State<Web>, caller: Caller, headers: HeaderMap, Form(form): Form) -> Answer {
    let done = add(&web, &caller, &headers, &form).await;
    given_back(&web, &caller, &headers, &form, done, "/offers/new", label).await
}

async fn add(web: &Web, caller: &Caller, headers: &HeaderMap, form: &Fields) -> Answer {
    let typed = typed(form);
    let problems = match web.app.add_offer(&caller.ctx, &edit_of(&typed), None).await {
        Ok(added) => return saved(web, headers, &format!("/offers#offer-{}", added.handle), Flash::OfferSaved),
        Err(error) => refused_fields(error)?,
    };
    let it = filled(web, caller, web.app.offer_desk(&caller.ctx, None).await?, typed);
    let it = OfferPage { faults: faults(&problems, |name| label(name, it.shell.words), it.shell.words), ..it };
    answer(headers, StatusCode::UNPROCESSABLE_ENTITY, &it.as_pane(), &it)
}

/// Changes an offer.
pub(crate) async fn update(
    State(web): State<Web>,
    caller: Caller,
    InPath(handle): InPath<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Answer {
    let done = change(&web, &caller, &handle, &headers, &form).await;
    given_back(&web, &caller, &headers, &form, done, &format!("/offers/{handle}"), label).await
}

async fn change(web: &Web, caller: &Caller, handle: &str, headers: &HeaderMap, form: &Fields) -> Answer {
    let (typed, version) = (typed(form), form.text("version").to_owned());
    let expected = Expected::one(version.as_str());
    match web.app.change_offer(&caller.ctx, handle, &edit_of(&typed), &expected).await {
        Ok(Seen { value: Outcome::Saved(item), .. }) => {
            saved(web, headers, &format!("/offers#offer-{}", item.handle), Flash::OfferSaved)
        }
        // The form with what was typed, over what stands there by now: whoever sends it again has been told.
        Ok(Seen { value: Outcome::Overtaken(_), .. }) => {
            let it = filled(web, caller, web.app.offer_desk(&caller.ctx, Some(handle)).await?, typed);
            let it = OfferPage { is_overtaken: true, ..it };
            answer(headers, StatusCode::CONFLICT, &it.as_pane(), &it)
        }
        Err(error) => {
            let problems = refused_fields(error)?;
            let it = filled(web, caller, web.app.offer_desk(&caller.ctx, Some(handle)).await?, typed);
            let faults = faults(&problems, |name| label(name, it.shell.words), it.shell.words);
            let it = OfferPage { version, faults, ..it };
            answer(headers, StatusCode::UNPROCESSABLE_ENTITY, &it.as_pane(), &it)
        }
    }
}
