//! The verbs of Uptake: authorize, load in scope, apply the rule, write with audit, commit.
//!
//! Four doors share them: page, API, command line and job. Deliberately absent: HTTP, templates and
//! SQL. Every verb that a person calls takes a [`Ctx`] with a credential, not a role: who that is and
//! what they may do is read in the transaction of the verb itself, so that a role taken away counts
//! from the next request on (S1.5).

mod access_copy;
mod account;
mod addressee;
mod ahead;
mod attempt;
mod audit;
mod blockers;
mod claim;
mod claim_filing;
mod claim_list;
mod claim_move;
mod claim_proof;
mod contact;
mod contact_change;
mod contact_erasure;
mod context;
mod cursor;
mod digest;
mod directory;
mod earnings;
mod erasure;
mod error;
mod expected;
mod hashing;
mod help;
mod identity;
mod intent_note;
mod intent_question;
mod invitation;
mod kept_file;
mod known;
mod letter;
mod licence;
mod list_filter;
mod load;
mod load_apply;
mod load_rows;
mod load_sort;
mod load_stage;
mod mail;
mod mail_choice;
mod measure;
mod offer;
mod opportunity;
mod overview;
mod partner;
mod passkey;
mod password_reset;
mod people;
mod person;
mod person_change;
mod person_import;
mod personal_data;
mod place;
mod programme;
mod provider_sign_in;
mod referral;
mod referral_answer;
mod referral_assignment;
mod referral_clock;
mod referral_list;
mod referral_preference;
mod referral_request;
#[cfg(test)]
#[path = "../../../fuzz/replay.rs"]
mod replay;
mod request_key;
mod retention;
mod revealed;
mod second_factor;
mod secret;
mod service_status;
mod session;
mod settle;
mod sign_in_settings;
mod status_note;
mod taxonomy;
mod taxonomy_change;
mod tenant;
mod tenant_list;
mod ticket;
mod ticket_attachment;
mod ticket_change;
mod ticket_list;
mod totp;
mod view;
mod work;

pub use access_copy::{CopyAsked, CopyPlace};
pub use account::{NewToken, Profile, Proof, ProofAsked, RoleHeld, SessionListed, TokenListed, TokenScope};
pub use audit::{AuditAction, AuditListed, AuditPage, AuditQuery};
pub use blockers::{Blocker, BlockersOfStatus};
pub use claim::{
    ClaimDesk, ClaimDetail, ClaimFiled, ClaimItem, ClaimMoved, ClaimWorkload, Competitor, FilingLocation, ProofItem,
    TenantCheck,
};
pub use claim_list::{ClaimList, ClaimQuery};
pub use claim_move::MoveAsked;
pub use contact::{ContactCounts, ContactDesk, ContactItem, ContactList, ContactQuery, ContactsOfTenant};
pub use contact_change::ContactEdit;
pub use context::{App, Chance, Clock, Credential, Ctx, Door, Seen, Settings, Viewer};
pub use directory::{DirectoryEdit, DirectoryItem, UnknownDirectory};
pub use earnings::{Earnings, Incentive, OfferEarnings};
pub use error::{AppError, Field, Problem};
pub use expected::{Expected, Outcome};
pub use help::{Help, SoughtAnswer};
pub use intent_note::{IntentDesk, IntentNoteItem, IntentOfWorkload};
pub use intent_question::{IntentAnswer, IntentQuestion, IntentQuestions, MOST_QUESTION_CHARACTERS};
pub use invitation::{Invitation, Invited};
pub use kept_file::{FileContent, KeptFile};
pub use licence::{LicenceCard, LicenceChoices, LicenceItem, LicenceList, LicenceQuery, LicenceTotals, OTHER_BUCKET};
pub use load::{FeedFreshness, LoadListed, LoadPlan, Loads, RefusedRow, StageProgress};
pub use mail::{Content, Delivery, Letter, MailListed, MailStanding, OverAt};
pub use mail_choice::{MailChoiceAsked, MailDesk};
pub use offer::{OfferDesk, OfferEdit, OfferItem, Offers};
pub use opportunity::{Opportunities, Opportunity, OpportunityCard, OpportunityQuery};
pub use overview::{BandCount, Mover, Overview, StatusSeats, WorkloadTotal};
pub use partner::{LocationEdit, LocationItem, PartnerDesk, PartnerItem};
pub use passkey::{PasskeyDesk, PasskeyListed, PasskeySetup};
pub use people::{NewPerson, PersonListed};
pub use person::{
    Effect, Hindrance, PersonDesk, PersonItem, PersonList, PersonState, RoleAsked, SensitiveShown, Subject,
};
pub use person_change::{PersonAsked, PersonEdit};
pub use person_import::{ImportError, ImportLine, ImportPlan};
pub use personal_data::{PersonalData, PersonalDataFound, Whose};
pub use programme::{EligiblePlan, EligiblePlans, ProgrammeSettings};
pub use provider::{ClientSecret, NotAProvider, Provider, ProviderSettings};
pub use provider_sign_in::{
    ProviderAnswer, ProviderAsked, ProviderChoice, ProviderDeparture, ProviderDone, ProviderProblem,
};
pub use referral::{ReferralChanged, ReferralDetail, ReferralItem, ReferralUsage, RfaContact, RfaCustomer};
pub use referral_assignment::ShareAsked;
pub use referral_list::{ReferralChoices, ReferralList, ReferralQuery};
pub use referral_preference::PreferenceItem;
pub use referral_request::{
    PartnerCandidate, RequestDetail, RequestItem, RequestList, RequestQuery, RequestWorkload, SharePlanned,
};
pub use request_key::RequestKey;
pub use retention::RetentionItem;
pub use second_factor::{
    AuthenticatorKey, FactorTold, RecoveryCodes, SecondFactor, SecondFactorDesk, SecondStep, SecondStepDesk,
    SecondStepPassed,
};
pub use secret::PasswordCost;
pub use service_status::{
    SplitCause, SplitDesk, SplitHistory, SplitLineItem, SplitQuery, SplitRevisionItem, SplitStood, StatusOfWorkload,
};
pub use session::{Entrance, SignedIn, Visit};
pub use sign_in_settings::{ProviderAccountListed, SignInSettings, WaysIn};
pub use status_note::{AskingDesk, NoteDesk, NoteHistory, NoteQuery, NoteRequestItem, NotesOfTenant, StatusNoteItem};
pub use taxonomy_change::{TaxonomyDesk, TaxonomyPreview, TaxonomyVersionItem, VersionState};
pub use tenant::{ClaimHeld, History, HistoryMonth, TenantDetails, UsageRow};
pub use tenant_list::{
    DEFAULT_LIMIT, FilterChoices, LocationChoice, MOST_LIMIT, TenantDesk, TenantItem, TenantList, TenantQuery, Totals,
    WorkloadName,
};
pub use ticket::{AttachmentItem, TicketDesk, TicketDetail, TicketItem, TicketMessage};
pub use ticket_list::{TicketList, TicketQuery};
pub use view::SavedView;
pub use work::{Work, WorkCount, WorkItem};

/// What fuzzing throws at this crate.
#[cfg(fuzzing)]
pub mod hostile {
    /// A cursor of the tenant list.
    pub fn cursor(data: &[u8]) {
        crate::cursor::fuzzed(data);
    }

    /// A cursor of the worklist.
    pub fn work_cursor(data: &[u8]) {
        crate::work::fuzzed(data);
    }

    /// A cursor of the audit.
    pub fn audit_cursor(data: &[u8]) {
        crate::audit::fuzzed(data);
    }
}
