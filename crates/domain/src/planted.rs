//! Faults on purpose, by which the tests prove that they would find them.
//!
//! A fault is planted at the place where somebody might make it by mistake: `if planted(Fault::X) { wrong } else { right }`.
//! Without the feature `planted`, which only the crate of the tests turns on, the question is answered `false` by the
//! compiler and nothing of the fault is left. With it, at most one fault is planted, in the whole process. A
//! process of its own can have a [`ProcessFault`], by its name in `UPTAKE_PLANTED`, and die at a [`Moment`].

macro_rules! faults {
    ($($name:ident $about:literal)+) => {
        /// Something that somebody might get wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Fault {
            $(#[doc = $about] $name,)+
        }

        impl Fault {
            /// Every fault.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// What is wrong, in a sentence.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)+ }
            }
        }
    };
}

faults! {
    ScopeForgetsLocation "Somebody limited to locations sees the whole partner."
    ScopeOfNowhereIsEverything "Somebody without any role sees the whole partner."
    ManagerSeesAllPartners "A partner manager sees the tenants of every partner."
    AdminSeesTenants "An account admin sees the tenants of the partner."
    AnybodyMayLoad "Whoever is signed in sees loads and may load."
    AnybodyMayAudit "Whoever is signed in sees the audit."
    AnybodyMayChangeTaxonomy "Whoever is signed in sees and makes versions of the taxonomy."
    TenantsOfForeignDirectory "Tenants are there for whoever signs in from a directory under which no claims are filed."
    DetailsOfForeignDirectory "The details of tenants are open to whoever signs in from a directory that is not enrolled."
    RoleOfAnotherKindCounts "A programme role that somebody of a partner has, counts."
    RowsOfEverybody "The list has the rows of the whole partner."
    NextPageOfEverybody "From its second page on, the list has the rows of the whole partner."
    SearchEverywhere "A search finds what the whole partner has."
    TotalsOfEverybody "The figures above the list are those of the whole partner."
    ChoicesOfEverybody "The list can be filtered by countries, segments and workloads of hidden tenants."
    LocationsOfEverybody "The list can be filtered by a location at which the person sees nothing."
    ExportOfEverybody "The export has the rows of the whole partner."
    LicencesOfEverybody "Licences are those of the whole partner."
    LicenceTotalsOfEverybody "The figures above the licences are those of the whole partner."
    TenantByForeignId "A tenant's page opens for whoever knows its ID."
    UsageOfOthersClaims "Usage details show workloads that another partner holds."
    ForbiddenInsteadOfNotFound "What is out of scope is forbidden, and not absent."
    OverviewTotalsOfEverybody "The overview adds up the whole partner."
    OverviewMonthsOfEverybody "The months of the overview are those of the whole partner."
    OverviewBandsOfEverybody "The bands of the overview count the whole partner's tenants."
    OverviewMoversOfEverybody "The overview names tenants that the person does not see."
    AnswerKeptForOthers "An overview is kept, and shown to whoever asks next."
    FreshnessOfEverybody "Freshness tells of other partners' loads."
    AccountCountsEverybody "The own account counts the whole partner's tenants."
    CursorOfAnybody "A cursor works for whoever finds it, in any list."
    CursorCountsPeople "A cursor is made from the person's number, which tells how many people there are."
    SessionNeverEnds "A session that was not used for half a day, or is a week old, goes on."
    TokenNeverEnds "A token goes on after its last day."
    ClosedAccountServed "A closed account can still be used."
    RoleTakenStays "A role that is taken away stays."
    StandingNotHeld "Whoever was served before is served again without asking who they are by now."
    SignInKeepsOldSession "Signing in leaves the session that the browser had before."
    SignOutKeepsSession "Signing out forgets the cookie and keeps the session."
    PasswordChangeKeepsSessions "Other sessions go on after the password was changed."
    EndedSessionStays "A session that its person ended goes on."
    RevokedTokenStays "A token that its person revoked goes on."
    ExportAsksOnce "An export asks for its first page alone what the person may see."
    ReadTokenWrites "A token that may only look may change."
    SessionOpensApi "The API takes the cookie of a browser for a credential."
    ViewsOfEverybody "The saved views of others are among the own."
    SessionsOfEverybody "The sessions of others are among the own."
    TokensOfEverybody "The tokens of others are among the own."
    ViewDeletedByAnybody "A view is deleted by whoever knows its handle."
    SessionEndedByAnybody "A session is ended by whoever knows its handle."
    TokenRevokedByAnybody "A token is revoked by whoever knows its handle."
    AuditOfEverybody "A partner's admin sees the audit of all organisations."
    FormulaInExport "A name that is a formula leaves as one."
    IntentAuthorShown "A report viewer is told who wrote an intent note."
    IntentNoteByForeignId "The intent note of a tenant opens for whoever knows its ID."
    SplitByForeignId "The service status of a tenant's workload opens for whoever knows its ID."
    SplitAgainstOldTotal "A split is saved against a total that a load has changed since."
    BlockersOfEverybody "Blockers count the seats of the whole partner."
    StatusFilterOfEverybody "The list can be filtered by what other partners say of a tenant's workloads."
    SplitAuthorShown "A report viewer is told who saved a split."
    FormTokenNotChecked "A form is taken without its token."
    OriginNotChecked "A form is taken from a page of another site."
    UploadTokenNotChecked "A file is taken without the token of its form."
    PolicyMissingOnErrors "An error goes out without a content security policy."
    DownloadsAreKept "A download may be kept by whoever passes it on."
    TypeMayBeGuessed "A redirect lets browsers guess what it is."
    MakerTold "Answers tell by which program they were made."
    TlsNotDemanded "By TLS, browsers are not told to stay with it."
    CookieWithoutTls "By TLS, a cookie is not bound to it."
    CookieForScripts "A cookie can be read by scripts."
    CookieForOtherSites "A cookie does not say to which sites it is sent."
    LeadsElsewhere "After signing in, an address of another site is gone to."
    AddressInLog "The log has the address with which somebody tries to sign in."
    PathInLog "The log has the path, which names tenants."
    WorkByForeignId "Notes and contacts of a tenant open for whoever knows its ID."
    WorkListOfEverybody "What waits for others is in the worklist."
    SharedTenantsAsTheOffice "Of a tenant that others see too, a partner manager of several partners sees what others hold."
    MarksOfOtherPartners "The list tells of a tenant what another partner noted last."
    OverdueOfEverybody "Above the list, what is overdue for others is counted."
    WorkOfOtherPartners "Notes and contacts of other partners are among the own."
    PeopleOfNotesShown "Authors and owners of notes are shown to whom they are withheld."
    ContactByForeignHandle "A contact opens for whoever knows its handle."
    PeopleOfContactsShown "Names, e-mail addresses and phones of contacts are shown to whom they are withheld."
    ContactsFoundByWithheld "Contacts can be searched by what is withheld."
    QuestionsOfLostTenants "A manager is asked about tenants that the partner has lost."
    QuestionsOfEverybody "Questions about tenants that the person does not see are among those of the own ones."
    RequestKeysOfEverybody "A request is taken for another's under the same key."
    AnybodyMayChangeOffers "Whoever is signed in changes offers."
    OfferMoneyShown "A report viewer is told rates and ceilings of offers."
    PotentialShown "A report viewer is told what workloads could earn."
    CalculationShown "A report viewer is told why a workload could earn that much."
    ListedByWithheld "A list is put in the order of what is withheld."
    OpportunitiesOfEverybody "The opportunities have the rows of the whole partner."
    OpportunityCardsOfEverybody "The cards above the opportunities add up the whole partner."
    SeasonStandsStill "Offers go on paying after their last day."
    IfMatchIgnored "A change is made whatever version it was made from."
    ClaimScopeForgetsLocation "Claims of every location of the partner open for whoever files them at one."
    ClaimByForeignNumber "A claim opens for whoever knows its number."
    ProofByForeignHandle "A proof of another claim opens by its handle."
    PeopleOfEverybody "An account admin manages the people of every organisation."
    RoleBeyondOwn "An admin gives more than they have themselves."
    RoleAtOthersLocation "A role is given at a location of another partner."
    LastAdminMayGo "The last admin of an organisation can be removed."
    InvitationStays "An invitation can be used again."
    NonceNotCompared "An ID token counts whatever question it was made for."
    StateOfAnotherBrowser "What one browser was sent for is taken from another."
    AccountByEmail "An account is found by the address that a provider tells."
    AnswerTakenTwice "What a provider answered counts a second time."
    PasswordBesideSingleSignOn "A password opens the account of somebody whose organisation signs in elsewhere."
    CodeCountsTwice "A code of an app counts a second time."
    RecoveryCodeStays "A recovery code counts a second time."
    SecondStepSkipped "The password alone lets in somebody who has a second factor."
    SecondStepNeverEnds "Whoever proved a password may bring the code a day later."
    ResetSkipsCode "Whoever sets a forgotten password anew is not asked for a code the next time."
    CodesGuessedFreely "Codes can be guessed as often as somebody likes."
    WayAddedWithoutCode "Whoever knows the password and finds a browser open adds a way in past the second factor."
    SecondFactorTakenWithoutCode "A second factor is turned off without a code of it."
    SecondFactorStaysWhenClosed "What codes are made from stays when an account is closed."
    AuthenticatorShownAgain "What codes are made from is shown again once the app is set up."
    SecondFactorNotDemanded "Whoever has no second factor gets in where the organisation demands one."
    WeakSessionsStay "Who signed in with a password alone stays signed in when the organisation demands more."
    SecondFactorTakenByAnybody "An admin takes the second factor of somebody who is above them."
    SessionsStayBesideSingleSignOn "Whoever signed in with a password stays signed in when an organisation signs in elsewhere."
    PasskeyUnchecked "Whoever names a passkey is signed in by it, whatever the device's answer is."
    PasskeyOfAnother "A passkey counts although the device says that it is somebody else's."
    PasskeyAnsweredTwice "What a device answered signs in a second time."
    PasskeyQuestionNeverEnds "A device may answer a day later."
    PasskeyCountForgotten "A device that answers with a count that it had before is believed."
    PasskeyBesideSingleSignOn "A passkey opens the account of somebody whose organisation signs in elsewhere."
    PasskeyOfClosedAccount "A passkey opens an account that was closed."
    PasskeyAddedWithoutProof "Whoever finds a browser open adds a passkey of their own without the password."
    PasskeyOvertakenBySetUp "Whoever has the password alone of somebody with a passkey sets up an app for them."
    PasskeyStaysWhenTaken "A passkey stays when what its person lost is taken away."
    CompetitorNamed "Who else claims a workload is told to the partner."
    ClaimsOfEverybody "The list of claims has those of everybody."
    ClaimCountsOfEverybody "Above the list of claims, those of everybody are counted."
    DraftsForOffice "The programme office reads claims that nobody has submitted."
    ClaimsWaitForEverybody "Claims that wait for others are in the worklist."
    EndedClaimShows "The end of a claim leaves its tenant in sight."
    EndedReferralShows "The end of a referral leaves its tenant in sight."
    ReferralShowsFigures "A referral alone shows the figures of its tenant."
    TenantToldToClaimant "Whoever files a claim is told whether there is such a tenant."
    TicketsOfColleagues "Whoever writes tickets reads those of the whole partner."
    TicketByForeignNumber "A ticket opens for whoever knows its number."
    TicketsOfEverybody "The list of tickets has those of everybody."
    AttachmentByForeignHandle "A file of another ticket opens by its handle."
    OfficeNamedInTicket "A partner is told who in the programme office answered."
    TicketTenantNamed "A ticket names its tenant to whoever does not see that."
    TicketsWaitForEverybody "Tickets that wait for others are in the worklist."
    TenantToldByHelp "Help says of a stranger's tenant that there is one."
    MailNotCheckedAgain "A letter is made by the roles that its reader had when it was announced."
    MailNamesPeople "A report viewer's letter names who answered."
    MailBesideTransaction "A message is kept although what it tells of was not."
    MailToClosedAccount "A closed account gets letters."
    MailUnwanted "Somebody who does without a kind of message gets it all the same."
    UnsubscribedByAnybody "A link to unsubscribe works for whomever it is made to name."
    ResetTellsAccounts "Whoever asks for a new password is told whether there is such an account."
    ResetStays "A link to set a new password can be used again."
    ResetNeverEnds "A link to set a new password works after its hour."
    ResetKeepsSessions "Sessions go on after the password was set anew."
    ReferralByForeignNumber "A referral opens for whoever knows its number."
    ReferralsOfEverybody "The list of referrals has those of everybody."
    ReferralCountsOfEverybody "Above the list of referrals, those of everybody are counted."
    ReferralsWaitForEverybody "Referrals that wait for others are in the worklist."
    ReferralPeopleShown "A report viewer is told whom to talk to at a customer who asked for assistance."
    ReferralMoneyShown "A report viewer is told what a referral is worth."
    ReferralPeopleStay "Whoever declined a referral still reads whom to talk to."
    ReferralFollowsRequest "Whoever declined a referral reads what the customer said since then."
    ReferralAnsweredElsewhere "A referral of another location is answered by whoever is there for one."
    ReferralToPaused "A referral is given to a partner that pauses."
    CopyOfStranger "A partner's admin gets a copy of what is kept of somebody of another organisation."
    CopyShowsWork "The copy tells an admin without a viewer role what somebody wrote of customers."
    ErasureBeyondOrganisation "An admin of a partner erases contacts of others by an account of the same address."
    CopyOfContact "A partner's admin finds contacts by their address, and gets a copy of what is kept of them."
    CopyHasOthersWords "The copy of what is kept of somebody has what others wrote."
    CopyNamesHiddenTenants "The copy of what is kept of somebody names tenants that they do not see."
    ErasureLeavesOwner "Somebody who was erased is still named as the owner of a next action."
    ErasureLeavesAudit "The audit still has the address of somebody who was erased."
    ErasureNotRepeated "Somebody who was erased is back with an older backup."
    RetentionDayEarly "What is kept for some days goes a day early."
    ErasureWithoutWord "Somebody is erased without their address being typed once more."
    PathInCounters "The counters are labelled by the path, which names tenants."
}

/// Whether that fault is planted.
#[cfg(not(feature = "planted"))]
#[inline]
pub const fn planted(_: Fault) -> bool {
    false
}

/// A fault that is found from outside of the process that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProcessFault {
    /// A write is acknowledged before it is committed.
    AcksBeforeCommit,
    /// A write is acknowledged before it is on the disk.
    AcksBeforeSync,
    /// A handler panics.
    HandlerPanics,
    /// A connection that was opened for reading alone is kept for writing.
    KeepsReadOnly,
}

/// Whether this process was started with that fault.
#[cfg(not(feature = "planted"))]
#[inline]
pub const fn process_has(_: ProcessFault) -> bool {
    false
}

/// A moment of a load at which a process may be made to die, by its name in `UPTAKE_DIES_AT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The file is there, and the load is written down.
    LoadBegun,
    /// All rows are in the waiting room.
    LoadStaged,
    /// The plan is written down.
    LoadPlanned,
    /// Some of the rows are in place.
    LoadHalfApplied,
    /// All is in place, and nothing counts yet.
    LoadBeforeCommit,
    /// All counts, and nobody was told.
    LoadAfterCommit,
}

impl Moment {
    /// Every moment, in their order.
    pub const ALL: [Self; 6] = [
        Self::LoadBegun,
        Self::LoadStaged,
        Self::LoadPlanned,
        Self::LoadHalfApplied,
        Self::LoadBeforeCommit,
        Self::LoadAfterCommit,
    ];
}

/// A moment has come: the process dies if it was to.
#[cfg(not(feature = "planted"))]
#[inline]
pub const fn reached(_: Moment) {}

#[cfg(feature = "planted")]
pub use switch::{Planted, planted, process_has, reached};

#[cfg(feature = "planted")]
mod switch {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{Fault, Moment, ProcessFault};

    /// The planted fault, counted from 1; 0 is none.
    static NOW: AtomicUsize = AtomicUsize::new(0);

    /// The fault that this process was started with.
    static OF_PROCESS: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("UPTAKE_PLANTED").ok());

    /// Whether this process was started with that fault.
    pub fn process_has(fault: ProcessFault) -> bool {
        OF_PROCESS.as_ref().is_some_and(|name| *name == format!("{fault:?}"))
    }

    /// Whether that fault is planted.
    pub fn planted(fault: Fault) -> bool {
        NOW.load(Ordering::Relaxed) == fault as usize + 1
    }

    /// A moment has come: the process dies if it was to.
    pub fn reached(moment: Moment) {
        if std::env::var("UPTAKE_DIES_AT").is_ok_and(|name| name == format!("{moment:?}")) {
            std::process::abort();
        }
    }

    /// A fault that is planted until this is dropped.
    #[derive(Debug)]
    pub struct Planted(());

    impl Planted {
        /// Plants a fault; nothing when there is one already.
        pub fn plant(fault: Fault) -> Option<Self> {
            let planted = NOW.compare_exchange(0, fault as usize + 1, Ordering::SeqCst, Ordering::SeqCst);
            planted.ok().map(|_| Self(()))
        }
    }

    impl Drop for Planted {
        fn drop(&mut self) {
            NOW.store(0, Ordering::SeqCst);
        }
    }
}
