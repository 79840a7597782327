//! Keys of stored things. They never leave the program: pages and API use the names people know
//! (tenant ID, partner ID, claim number), because a counter tells how much others have.

/// Declares a key type around the integer that the database gives.
macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);
    };
}

key!(
    /// An organisation: the programme office or a partner (S1.1).
    OrganisationId
);
key!(
    /// A partner's location (S1.1).
    LocationId
);
key!(
    /// A person who can sign in.
    PersonId
);
key!(
    /// A tenant's place in the database; people know it by its [`crate::TenantId`].
    TenantKey
);
key!(
    /// A workload of the catalogue; people know it by its code.
    WorkloadId
);
key!(
    /// A load: one file, from upload to undo (S13).
    LoadId
);
key!(
    /// A signed-in session.
    SessionId
);
key!(
    /// A personal access token (S15.1).
    TokenId
);
key!(
    /// A status note of a tenant (S6).
    StatusNoteId
);
key!(
    /// A contact of a tenant (S7).
    ContactId
);
key!(
    /// A claim that is filed here; people know it by its number (S4).
    FiledClaimId
);
key!(
    /// A ticket; people know it by its number (S11.4).
    TicketId
);
key!(
    /// A request for assistance (S10).
    RfaId
);
key!(
    /// What a partner has of one.
    ReferralId
);
