//! How kinds of files are called.

use domain::load::FeedKind;
use i18n_embed_fl::fl;
use locale::Words;

/// What a kind of file is called, in the reader's words.
pub fn kind_label(kind: FeedKind, words: &Words) -> String {
    match kind {
        FeedKind::PartnerProfile => fl!(words.loader(), "feed-partner-profile"),
        FeedKind::CustomersAndTenants => fl!(words.loader(), "feed-customers-and-tenants"),
        FeedKind::OfficeUsage => fl!(words.loader(), "feed-office-usage"),
        FeedKind::EmsUsage => fl!(words.loader(), "feed-ems-usage"),
        FeedKind::EligiblePlans => fl!(words.loader(), "feed-eligible-plans"),
        FeedKind::SeatsAndSubscriptions => fl!(words.loader(), "feed-seats-and-subscriptions"),
        FeedKind::Propensity => fl!(words.loader(), "feed-propensity"),
        FeedKind::Referrals => fl!(words.loader(), "feed-referrals"),
    }
}
