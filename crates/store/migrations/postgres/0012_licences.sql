-- Licences (S5.5): seats of subscriptions, which workloads a SKU entitles to, and how inclined customers are to buy more.
--
-- The twin of ../sqlite/0012_licences.sql.

-- What the files report: a subscription, SKU and month of a tenant (ADR 0021). `sku_key` is the SKU in small letters and
-- digits. Where the state says that the subscription is over, its seats are no licences any more.
CREATE TABLE seat (
    tenant_key    BIGINT NOT NULL REFERENCES tenant,
    month         BIGINT NOT NULL,
    sku_key       TEXT COLLATE "C" NOT NULL,
    subscription  TEXT COLLATE "C" NOT NULL,
    sku           TEXT COLLATE "C" NOT NULL,
    product       TEXT COLLATE "C" NOT NULL,
    family        TEXT COLLATE "C" NOT NULL,
    state         TEXT COLLATE "C" NOT NULL,
    is_over       BOOLEAN NOT NULL,
    ends_on       TEXT COLLATE "C",
    is_auto_renew BOOLEAN NOT NULL,
    sold          BIGINT NOT NULL CHECK (sold >= 0),
    assigned      BIGINT NOT NULL CHECK (assigned >= 0),
    load_id       BIGINT NOT NULL,
    PRIMARY KEY (tenant_key, month, sku_key, subscription)
);
CREATE INDEX seat_by_sku ON seat (sku_key, tenant_key);

CREATE TABLE seat_before (
    undo_load_id  BIGINT NOT NULL,
    tenant_key    BIGINT NOT NULL,
    month         BIGINT NOT NULL,
    sku_key       TEXT COLLATE "C" NOT NULL,
    subscription  TEXT COLLATE "C" NOT NULL,
    sku           TEXT COLLATE "C" NOT NULL,
    product       TEXT COLLATE "C" NOT NULL,
    family        TEXT COLLATE "C" NOT NULL,
    state         TEXT COLLATE "C" NOT NULL,
    is_over       BOOLEAN NOT NULL,
    ends_on       TEXT COLLATE "C",
    is_auto_renew BOOLEAN NOT NULL,
    sold          BIGINT NOT NULL,
    assigned      BIGINT NOT NULL,
    load_id       BIGINT NOT NULL,
    PRIMARY KEY (undo_load_id, tenant_key, month, sku_key, subscription)
);

-- The catalogue of SKUs: the bucket in which each is counted, and the workloads to which it entitles, by spelling. What
-- ships has no load.
CREATE TABLE sku_plan (
    sku_key TEXT COLLATE "C" PRIMARY KEY,
    sku     TEXT COLLATE "C" NOT NULL,
    bucket  TEXT COLLATE "C" NOT NULL,
    load_id BIGINT
);

CREATE TABLE sku_workload (
    sku_key  TEXT COLLATE "C" NOT NULL REFERENCES sku_plan ON DELETE CASCADE,
    spelling TEXT COLLATE "C" NOT NULL,
    workload TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (sku_key, spelling)
);
CREATE INDEX sku_workload_by_spelling ON sku_workload (spelling);

-- The bucket of a workload: that of the SKU under which it is mostly sold; for lists that have workloads and no SKUs.
CREATE TABLE sku_bucket (
    spelling TEXT COLLATE "C" PRIMARY KEY,
    bucket   TEXT COLLATE "C" NOT NULL
);

CREATE TABLE sku_plan_before (
    undo_load_id BIGINT NOT NULL,
    sku_key      TEXT COLLATE "C" NOT NULL,
    sku          TEXT COLLATE "C" NOT NULL,
    bucket       TEXT COLLATE "C" NOT NULL,
    load_id      BIGINT,
    PRIMARY KEY (undo_load_id, sku_key)
);

CREATE TABLE sku_workload_before (
    undo_load_id BIGINT NOT NULL,
    sku_key      TEXT COLLATE "C" NOT NULL,
    spelling     TEXT COLLATE "C" NOT NULL,
    workload     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (undo_load_id, sku_key, spelling)
);

CREATE TABLE staged_plan (
    load_id  BIGINT NOT NULL,
    line     BIGINT NOT NULL,
    sku_key  TEXT COLLATE "C" NOT NULL,
    sku      TEXT COLLATE "C" NOT NULL,
    bucket   TEXT COLLATE "C" NOT NULL,
    spelling TEXT COLLATE "C" NOT NULL,
    workload TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (load_id, line)
);
CREATE INDEX staged_plan_by_sku ON staged_plan (load_id, sku_key, spelling);

-- How inclined a customer is to buy more (S5.4).
CREATE TABLE propensity (
    tenant_key BIGINT PRIMARY KEY REFERENCES tenant,
    cluster    TEXT COLLATE "C" NOT NULL CHECK (cluster IN ('act_now', 'evaluate', 'nurture', 'educate')),
    fit        TEXT COLLATE "C" NOT NULL,
    intent     TEXT COLLATE "C" NOT NULL,
    load_id    BIGINT NOT NULL
);

CREATE TABLE propensity_before (
    undo_load_id BIGINT NOT NULL,
    tenant_key   BIGINT NOT NULL,
    cluster      TEXT COLLATE "C" NOT NULL,
    fit          TEXT COLLATE "C" NOT NULL,
    intent       TEXT COLLATE "C" NOT NULL,
    load_id      BIGINT NOT NULL,
    PRIMARY KEY (undo_load_id, tenant_key)
);

CREATE TABLE staged_propensity (
    load_id   BIGINT NOT NULL,
    line      BIGINT NOT NULL,
    tenant_id UUID NOT NULL,
    id_text   TEXT COLLATE "C" NOT NULL,
    -- The partner whose location reports it.
    organisation_id BIGINT NOT NULL,
    cluster   TEXT COLLATE "C" NOT NULL,
    fit       TEXT COLLATE "C" NOT NULL,
    intent    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (load_id, line)
);
CREATE INDEX staged_propensity_by_tenant ON staged_propensity (load_id, tenant_id);

-- What the list of licences shows, per organisation, tenant and SKU (location_id 0), and again per location, like the
-- portfolio; a row goes with the row of the portfolio through which it is seen.
CREATE TABLE licence (
    organisation_id BIGINT NOT NULL,
    location_id     BIGINT NOT NULL,
    tenant_key      BIGINT NOT NULL,
    sku_key         TEXT COLLATE "C" NOT NULL,
    tenant_id       UUID NOT NULL,
    name            TEXT COLLATE "C" NOT NULL,
    name_key        TEXT COLLATE "C" NOT NULL,
    domain          TEXT COLLATE "C" NOT NULL,
    country         TEXT COLLATE "C" NOT NULL,
    sku             TEXT COLLATE "C" NOT NULL,
    family          TEXT COLLATE "C" NOT NULL,
    bucket          TEXT COLLATE "C" NOT NULL,
    month           BIGINT NOT NULL,
    sold            BIGINT NOT NULL,
    assigned        BIGINT NOT NULL,
    unused          BIGINT NOT NULL,
    -- Of the mapped workloads; nothing where none is mapped, or none of them has figures.
    pau             BIGINT,
    mau             BIGINT,
    -- The first end of its subscriptions, and whether all of them renew themselves.
    term_end        TEXT COLLATE "C",
    auto_renew      BIGINT NOT NULL,
    load_id         BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, location_id, tenant_key, sku_key),
    FOREIGN KEY (organisation_id, location_id, tenant_key)
        REFERENCES portfolio (organisation_id, location_id, tenant_key) ON DELETE CASCADE
);
CREATE INDEX licence_by_tenant ON licence (tenant_key);
CREATE INDEX licence_by_name ON licence (organisation_id, location_id, name_key, tenant_id, sku_key);
CREATE INDEX licence_by_sku ON licence (organisation_id, location_id, sku_key, name_key, tenant_id);
CREATE INDEX licence_by_family ON licence (organisation_id, location_id, family, name_key, tenant_id, sku_key);
CREATE INDEX licence_by_country ON licence (organisation_id, location_id, country, name_key, tenant_id, sku_key);
CREATE INDEX licence_by_sold ON licence (organisation_id, location_id, sold, name_key, tenant_id, sku_key);
CREATE INDEX licence_by_assigned ON licence (organisation_id, location_id, assigned, name_key, tenant_id, sku_key);
CREATE INDEX licence_by_unused ON licence (organisation_id, location_id, unused, name_key, tenant_id, sku_key);
CREATE INDEX licence_by_auto_renew ON licence (organisation_id, location_id, auto_renew, name_key, tenant_id, sku_key);
-- Those without a value stand before all others: lowest first reads them in two parts.
CREATE INDEX licence_by_pau ON licence (organisation_id, location_id, (COALESCE(pau, -1)), name_key, tenant_id, sku_key);
CREATE INDEX licence_by_mau ON licence (organisation_id, location_id, (COALESCE(mau, -1)), name_key, tenant_id, sku_key);
CREATE INDEX licence_by_term_end
    ON licence (organisation_id, location_id, (COALESCE(term_end, '')), name_key, tenant_id, sku_key);
-- What the cards above the list add up.
CREATE INDEX licence_by_bucket
    ON licence (organisation_id, location_id, bucket, sold, assigned, unused, tenant_key);

-- What ships. Families of products that everybody knows, and the workloads that everybody expects in them.
INSERT INTO sku_plan (sku_key, sku, bucket) VALUES
    ('aadpremium', 'AAD_PREMIUM', 'Enterprise Mobility + Security'),
    ('azureactivedirectorypremiump1', 'Azure Active Directory Premium P1', 'Enterprise Mobility + Security'),
    ('azureactivedirectorypremiump2', 'Azure Active Directory Premium P2', 'Enterprise Mobility + Security'),
    ('azureinformationprotectionpremiump1', 'Azure Information Protection Premium P1', 'Security and compliance'),
    ('copilotformicrosoft365', 'Copilot for Microsoft 365', 'Copilot'),
    ('desklesspack', 'DESKLESSPACK', 'Frontline'),
    ('ems', 'EMS', 'Enterprise Mobility + Security'),
    ('emse3', 'EMS-E3', 'Enterprise Mobility + Security'),
    ('emse5', 'EMS-E5', 'Enterprise Mobility + Security'),
    ('emspremium', 'EMSPREMIUM', 'Enterprise Mobility + Security'),
    ('enterprisemobilitysecuritye3', 'Enterprise Mobility + Security E3', 'Enterprise Mobility + Security'),
    ('enterprisemobilitysecuritye5', 'Enterprise Mobility + Security E5', 'Enterprise Mobility + Security'),
    ('enterprisepack', 'ENTERPRISEPACK', 'Office 365'),
    ('enterprisepremium', 'ENTERPRISEPREMIUM', 'Office 365'),
    ('exchangeonlineplan1', 'Exchange Online (Plan 1)', 'Office 365'),
    ('exchangeonlineplan2', 'Exchange Online (Plan 2)', 'Office 365'),
    ('exchangestandard', 'EXCHANGESTANDARD', 'Office 365'),
    ('intunea', 'INTUNE_A', 'Enterprise Mobility + Security'),
    ('m365a3', 'M365-A3', 'Microsoft 365'),
    ('m365a5', 'M365-A5', 'Microsoft 365'),
    ('m365bb', 'M365-BB', 'Microsoft 365 Business'),
    ('m365bp', 'M365-BP', 'Microsoft 365 Business'),
    ('m365bs', 'M365-BS', 'Microsoft 365 Business'),
    ('m365copilot', 'M365-COPILOT', 'Copilot'),
    ('m365e3', 'M365-E3', 'Microsoft 365'),
    ('m365e5', 'M365-E5', 'Microsoft 365'),
    ('m365f1', 'M365-F1', 'Frontline'),
    ('m365f3', 'M365-F3', 'Frontline'),
    ('microsoft365a3', 'Microsoft 365 A3', 'Microsoft 365'),
    ('microsoft365a5', 'Microsoft 365 A5', 'Microsoft 365'),
    ('microsoft365appsforenterprise', 'Microsoft 365 Apps for enterprise', 'Microsoft 365'),
    ('microsoft365businessbasic', 'Microsoft 365 Business Basic', 'Microsoft 365 Business'),
    ('microsoft365businesspremium', 'Microsoft 365 Business Premium', 'Microsoft 365 Business'),
    ('microsoft365businessstandard', 'Microsoft 365 Business Standard', 'Microsoft 365 Business'),
    ('microsoft365copilot', 'Microsoft 365 Copilot', 'Copilot'),
    ('microsoft365e3', 'Microsoft 365 E3', 'Microsoft 365'),
    ('microsoft365e5', 'Microsoft 365 E5', 'Microsoft 365'),
    ('microsoft365e5compliance', 'Microsoft 365 E5 Compliance', 'Security and compliance'),
    ('microsoft365f1', 'Microsoft 365 F1', 'Frontline'),
    ('microsoft365f3', 'Microsoft 365 F3', 'Frontline'),
    ('microsoftdefenderforoffice365plan1', 'Microsoft Defender for Office 365 (Plan 1)', 'Security and compliance'),
    ('microsoftdefenderforoffice365plan2', 'Microsoft Defender for Office 365 (Plan 2)', 'Security and compliance'),
    ('microsoftentraidp1', 'Microsoft Entra ID P1', 'Enterprise Mobility + Security'),
    ('microsoftentraidp2', 'Microsoft Entra ID P2', 'Enterprise Mobility + Security'),
    ('microsoftintune', 'Microsoft Intune', 'Enterprise Mobility + Security'),
    ('microsoftintuneplan1', 'Microsoft Intune Plan 1', 'Enterprise Mobility + Security'),
    ('microsoftpurviewinformationprotectionplan1', 'Microsoft Purview Information Protection Plan 1', 'Security and compliance'),
    ('microsoftpurviewsuite', 'Microsoft Purview Suite', 'Security and compliance'),
    ('o365businessessentials', 'O365_BUSINESS_ESSENTIALS', 'Microsoft 365 Business'),
    ('o365businesspremium', 'O365_BUSINESS_PREMIUM', 'Microsoft 365 Business'),
    ('o365e1', 'O365-E1', 'Office 365'),
    ('o365e3', 'O365-E3', 'Office 365'),
    ('o365e5', 'O365-E5', 'Office 365'),
    ('o365f3', 'O365-F3', 'Frontline'),
    ('office365e1', 'Office 365 E1', 'Office 365'),
    ('office365e3', 'Office 365 E3', 'Office 365'),
    ('office365e5', 'Office 365 E5', 'Office 365'),
    ('office365f3', 'Office 365 F3', 'Frontline'),
    ('officesubscription', 'OFFICESUBSCRIPTION', 'Microsoft 365'),
    ('sharepointonlineplan1', 'SharePoint Online (Plan 1)', 'Office 365'),
    ('sharepointonlineplan2', 'SharePoint Online (Plan 2)', 'Office 365'),
    ('spb', 'SPB', 'Microsoft 365 Business'),
    ('spee3', 'SPE_E3', 'Microsoft 365'),
    ('spee5', 'SPE_E5', 'Microsoft 365'),
    ('spef1', 'SPE_F1', 'Frontline'),
    ('standardpack', 'STANDARDPACK', 'Office 365');

INSERT INTO sku_workload (sku_key, spelling, workload) VALUES
    ('aadpremium', 'aadp', 'AADP'),
    ('azureactivedirectorypremiump1', 'aadp', 'AADP'),
    ('azureactivedirectorypremiump2', 'aadp', 'AADP'),
    ('azureinformationprotectionpremiump1', 'azip', 'Azip'),
    ('copilotformicrosoft365', 'copilot', 'Copilot'),
    ('desklesspack', 'exchange', 'Exchange'), ('desklesspack', 'teams', 'Teams'), ('desklesspack', 'sharepoint', 'SharePoint'), ('desklesspack', 'onedrive', 'OneDrive'),
    ('ems', 'aadp', 'AADP'), ('ems', 'intune', 'Intune'), ('ems', 'azip', 'Azip'),
    ('emse3', 'aadp', 'AADP'), ('emse3', 'intune', 'Intune'), ('emse3', 'azip', 'Azip'),
    ('emse5', 'aadp', 'AADP'), ('emse5', 'intune', 'Intune'), ('emse5', 'azip', 'Azip'), ('emse5', 'purview', 'Purview'),
    ('emspremium', 'aadp', 'AADP'), ('emspremium', 'intune', 'Intune'), ('emspremium', 'azip', 'Azip'), ('emspremium', 'purview', 'Purview'),
    ('enterprisemobilitysecuritye3', 'aadp', 'AADP'), ('enterprisemobilitysecuritye3', 'intune', 'Intune'), ('enterprisemobilitysecuritye3', 'azip', 'Azip'),
    ('enterprisemobilitysecuritye5', 'aadp', 'AADP'), ('enterprisemobilitysecuritye5', 'intune', 'Intune'), ('enterprisemobilitysecuritye5', 'azip', 'Azip'), ('enterprisemobilitysecuritye5', 'purview', 'Purview'),
    ('enterprisepack', 'exchange', 'Exchange'), ('enterprisepack', 'teams', 'Teams'), ('enterprisepack', 'sharepoint', 'SharePoint'), ('enterprisepack', 'onedrive', 'OneDrive'), ('enterprisepack', 'officeproplus', 'OfficeProPlus'), ('enterprisepack', 'yammer', 'Yammer'),
    ('enterprisepremium', 'exchange', 'Exchange'), ('enterprisepremium', 'teams', 'Teams'), ('enterprisepremium', 'sharepoint', 'SharePoint'), ('enterprisepremium', 'onedrive', 'OneDrive'), ('enterprisepremium', 'officeproplus', 'OfficeProPlus'), ('enterprisepremium', 'yammer', 'Yammer'), ('enterprisepremium', 'defender', 'Defender'), ('enterprisepremium', 'purview', 'Purview'),
    ('exchangeonlineplan1', 'exchange', 'Exchange'),
    ('exchangeonlineplan2', 'exchange', 'Exchange'),
    ('exchangestandard', 'exchange', 'Exchange'),
    ('intunea', 'intune', 'Intune'),
    ('m365a3', 'exchange', 'Exchange'), ('m365a3', 'teams', 'Teams'), ('m365a3', 'sharepoint', 'SharePoint'), ('m365a3', 'onedrive', 'OneDrive'), ('m365a3', 'officeproplus', 'OfficeProPlus'), ('m365a3', 'yammer', 'Yammer'), ('m365a3', 'aadp', 'AADP'), ('m365a3', 'intune', 'Intune'), ('m365a3', 'azip', 'Azip'),
    ('m365a5', 'exchange', 'Exchange'), ('m365a5', 'teams', 'Teams'), ('m365a5', 'sharepoint', 'SharePoint'), ('m365a5', 'onedrive', 'OneDrive'), ('m365a5', 'officeproplus', 'OfficeProPlus'), ('m365a5', 'yammer', 'Yammer'), ('m365a5', 'aadp', 'AADP'), ('m365a5', 'intune', 'Intune'), ('m365a5', 'azip', 'Azip'), ('m365a5', 'defender', 'Defender'), ('m365a5', 'purview', 'Purview'),
    ('m365bb', 'exchange', 'Exchange'), ('m365bb', 'teams', 'Teams'), ('m365bb', 'sharepoint', 'SharePoint'), ('m365bb', 'onedrive', 'OneDrive'),
    ('m365bp', 'exchange', 'Exchange'), ('m365bp', 'teams', 'Teams'), ('m365bp', 'sharepoint', 'SharePoint'), ('m365bp', 'onedrive', 'OneDrive'), ('m365bp', 'officeproplus', 'OfficeProPlus'), ('m365bp', 'aadp', 'AADP'), ('m365bp', 'intune', 'Intune'), ('m365bp', 'azip', 'Azip'), ('m365bp', 'defender', 'Defender'),
    ('m365bs', 'exchange', 'Exchange'), ('m365bs', 'teams', 'Teams'), ('m365bs', 'sharepoint', 'SharePoint'), ('m365bs', 'onedrive', 'OneDrive'), ('m365bs', 'officeproplus', 'OfficeProPlus'),
    ('m365copilot', 'copilot', 'Copilot'),
    ('m365e3', 'exchange', 'Exchange'), ('m365e3', 'teams', 'Teams'), ('m365e3', 'sharepoint', 'SharePoint'), ('m365e3', 'onedrive', 'OneDrive'), ('m365e3', 'officeproplus', 'OfficeProPlus'), ('m365e3', 'yammer', 'Yammer'), ('m365e3', 'aadp', 'AADP'), ('m365e3', 'intune', 'Intune'), ('m365e3', 'azip', 'Azip'),
    ('m365e5', 'exchange', 'Exchange'), ('m365e5', 'teams', 'Teams'), ('m365e5', 'sharepoint', 'SharePoint'), ('m365e5', 'onedrive', 'OneDrive'), ('m365e5', 'officeproplus', 'OfficeProPlus'), ('m365e5', 'yammer', 'Yammer'), ('m365e5', 'aadp', 'AADP'), ('m365e5', 'intune', 'Intune'), ('m365e5', 'azip', 'Azip'), ('m365e5', 'defender', 'Defender'), ('m365e5', 'purview', 'Purview'),
    ('m365f1', 'teams', 'Teams'), ('m365f1', 'sharepoint', 'SharePoint'), ('m365f1', 'aadp', 'AADP'), ('m365f1', 'intune', 'Intune'), ('m365f1', 'azip', 'Azip'),
    ('m365f3', 'exchange', 'Exchange'), ('m365f3', 'teams', 'Teams'), ('m365f3', 'sharepoint', 'SharePoint'), ('m365f3', 'onedrive', 'OneDrive'), ('m365f3', 'aadp', 'AADP'), ('m365f3', 'intune', 'Intune'), ('m365f3', 'azip', 'Azip'),
    ('microsoft365a3', 'exchange', 'Exchange'), ('microsoft365a3', 'teams', 'Teams'), ('microsoft365a3', 'sharepoint', 'SharePoint'), ('microsoft365a3', 'onedrive', 'OneDrive'), ('microsoft365a3', 'officeproplus', 'OfficeProPlus'), ('microsoft365a3', 'yammer', 'Yammer'), ('microsoft365a3', 'aadp', 'AADP'), ('microsoft365a3', 'intune', 'Intune'), ('microsoft365a3', 'azip', 'Azip'),
    ('microsoft365a5', 'exchange', 'Exchange'), ('microsoft365a5', 'teams', 'Teams'), ('microsoft365a5', 'sharepoint', 'SharePoint'), ('microsoft365a5', 'onedrive', 'OneDrive'), ('microsoft365a5', 'officeproplus', 'OfficeProPlus'), ('microsoft365a5', 'yammer', 'Yammer'), ('microsoft365a5', 'aadp', 'AADP'), ('microsoft365a5', 'intune', 'Intune'), ('microsoft365a5', 'azip', 'Azip'), ('microsoft365a5', 'defender', 'Defender'), ('microsoft365a5', 'purview', 'Purview'),
    ('microsoft365appsforenterprise', 'officeproplus', 'OfficeProPlus'), ('microsoft365appsforenterprise', 'onedrive', 'OneDrive'),
    ('microsoft365businessbasic', 'exchange', 'Exchange'), ('microsoft365businessbasic', 'teams', 'Teams'), ('microsoft365businessbasic', 'sharepoint', 'SharePoint'), ('microsoft365businessbasic', 'onedrive', 'OneDrive'),
    ('microsoft365businesspremium', 'exchange', 'Exchange'), ('microsoft365businesspremium', 'teams', 'Teams'), ('microsoft365businesspremium', 'sharepoint', 'SharePoint'), ('microsoft365businesspremium', 'onedrive', 'OneDrive'), ('microsoft365businesspremium', 'officeproplus', 'OfficeProPlus'), ('microsoft365businesspremium', 'aadp', 'AADP'), ('microsoft365businesspremium', 'intune', 'Intune'), ('microsoft365businesspremium', 'azip', 'Azip'), ('microsoft365businesspremium', 'defender', 'Defender'),
    ('microsoft365businessstandard', 'exchange', 'Exchange'), ('microsoft365businessstandard', 'teams', 'Teams'), ('microsoft365businessstandard', 'sharepoint', 'SharePoint'), ('microsoft365businessstandard', 'onedrive', 'OneDrive'), ('microsoft365businessstandard', 'officeproplus', 'OfficeProPlus'),
    ('microsoft365copilot', 'copilot', 'Copilot'),
    ('microsoft365e3', 'exchange', 'Exchange'), ('microsoft365e3', 'teams', 'Teams'), ('microsoft365e3', 'sharepoint', 'SharePoint'), ('microsoft365e3', 'onedrive', 'OneDrive'), ('microsoft365e3', 'officeproplus', 'OfficeProPlus'), ('microsoft365e3', 'yammer', 'Yammer'), ('microsoft365e3', 'aadp', 'AADP'), ('microsoft365e3', 'intune', 'Intune'), ('microsoft365e3', 'azip', 'Azip'),
    ('microsoft365e5', 'exchange', 'Exchange'), ('microsoft365e5', 'teams', 'Teams'), ('microsoft365e5', 'sharepoint', 'SharePoint'), ('microsoft365e5', 'onedrive', 'OneDrive'), ('microsoft365e5', 'officeproplus', 'OfficeProPlus'), ('microsoft365e5', 'yammer', 'Yammer'), ('microsoft365e5', 'aadp', 'AADP'), ('microsoft365e5', 'intune', 'Intune'), ('microsoft365e5', 'azip', 'Azip'), ('microsoft365e5', 'defender', 'Defender'), ('microsoft365e5', 'purview', 'Purview'),
    ('microsoft365e5compliance', 'azip', 'Azip'), ('microsoft365e5compliance', 'purview', 'Purview'),
    ('microsoft365f1', 'teams', 'Teams'), ('microsoft365f1', 'sharepoint', 'SharePoint'), ('microsoft365f1', 'aadp', 'AADP'), ('microsoft365f1', 'intune', 'Intune'), ('microsoft365f1', 'azip', 'Azip'),
    ('microsoft365f3', 'exchange', 'Exchange'), ('microsoft365f3', 'teams', 'Teams'), ('microsoft365f3', 'sharepoint', 'SharePoint'), ('microsoft365f3', 'onedrive', 'OneDrive'), ('microsoft365f3', 'aadp', 'AADP'), ('microsoft365f3', 'intune', 'Intune'), ('microsoft365f3', 'azip', 'Azip'),
    ('microsoftdefenderforoffice365plan1', 'defender', 'Defender'),
    ('microsoftdefenderforoffice365plan2', 'defender', 'Defender'),
    ('microsoftentraidp1', 'aadp', 'AADP'),
    ('microsoftentraidp2', 'aadp', 'AADP'),
    ('microsoftintune', 'intune', 'Intune'),
    ('microsoftintuneplan1', 'intune', 'Intune'),
    ('microsoftpurviewinformationprotectionplan1', 'azip', 'Azip'),
    ('microsoftpurviewsuite', 'azip', 'Azip'), ('microsoftpurviewsuite', 'purview', 'Purview'),
    ('o365businessessentials', 'exchange', 'Exchange'), ('o365businessessentials', 'teams', 'Teams'), ('o365businessessentials', 'sharepoint', 'SharePoint'), ('o365businessessentials', 'onedrive', 'OneDrive'),
    ('o365businesspremium', 'exchange', 'Exchange'), ('o365businesspremium', 'teams', 'Teams'), ('o365businesspremium', 'sharepoint', 'SharePoint'), ('o365businesspremium', 'onedrive', 'OneDrive'), ('o365businesspremium', 'officeproplus', 'OfficeProPlus'),
    ('o365e1', 'exchange', 'Exchange'), ('o365e1', 'teams', 'Teams'), ('o365e1', 'sharepoint', 'SharePoint'), ('o365e1', 'onedrive', 'OneDrive'), ('o365e1', 'yammer', 'Yammer'),
    ('o365e3', 'exchange', 'Exchange'), ('o365e3', 'teams', 'Teams'), ('o365e3', 'sharepoint', 'SharePoint'), ('o365e3', 'onedrive', 'OneDrive'), ('o365e3', 'officeproplus', 'OfficeProPlus'), ('o365e3', 'yammer', 'Yammer'),
    ('o365e5', 'exchange', 'Exchange'), ('o365e5', 'teams', 'Teams'), ('o365e5', 'sharepoint', 'SharePoint'), ('o365e5', 'onedrive', 'OneDrive'), ('o365e5', 'officeproplus', 'OfficeProPlus'), ('o365e5', 'yammer', 'Yammer'), ('o365e5', 'defender', 'Defender'), ('o365e5', 'purview', 'Purview'),
    ('o365f3', 'exchange', 'Exchange'), ('o365f3', 'teams', 'Teams'), ('o365f3', 'sharepoint', 'SharePoint'), ('o365f3', 'onedrive', 'OneDrive'),
    ('office365e1', 'exchange', 'Exchange'), ('office365e1', 'teams', 'Teams'), ('office365e1', 'sharepoint', 'SharePoint'), ('office365e1', 'onedrive', 'OneDrive'), ('office365e1', 'yammer', 'Yammer'),
    ('office365e3', 'exchange', 'Exchange'), ('office365e3', 'teams', 'Teams'), ('office365e3', 'sharepoint', 'SharePoint'), ('office365e3', 'onedrive', 'OneDrive'), ('office365e3', 'officeproplus', 'OfficeProPlus'), ('office365e3', 'yammer', 'Yammer'),
    ('office365e5', 'exchange', 'Exchange'), ('office365e5', 'teams', 'Teams'), ('office365e5', 'sharepoint', 'SharePoint'), ('office365e5', 'onedrive', 'OneDrive'), ('office365e5', 'officeproplus', 'OfficeProPlus'), ('office365e5', 'yammer', 'Yammer'), ('office365e5', 'defender', 'Defender'), ('office365e5', 'purview', 'Purview'),
    ('office365f3', 'exchange', 'Exchange'), ('office365f3', 'teams', 'Teams'), ('office365f3', 'sharepoint', 'SharePoint'), ('office365f3', 'onedrive', 'OneDrive'),
    ('officesubscription', 'officeproplus', 'OfficeProPlus'), ('officesubscription', 'onedrive', 'OneDrive'),
    ('sharepointonlineplan1', 'sharepoint', 'SharePoint'), ('sharepointonlineplan1', 'onedrive', 'OneDrive'),
    ('sharepointonlineplan2', 'sharepoint', 'SharePoint'), ('sharepointonlineplan2', 'onedrive', 'OneDrive'),
    ('spb', 'exchange', 'Exchange'), ('spb', 'teams', 'Teams'), ('spb', 'sharepoint', 'SharePoint'), ('spb', 'onedrive', 'OneDrive'), ('spb', 'officeproplus', 'OfficeProPlus'), ('spb', 'aadp', 'AADP'), ('spb', 'intune', 'Intune'), ('spb', 'azip', 'Azip'), ('spb', 'defender', 'Defender'),
    ('spee3', 'exchange', 'Exchange'), ('spee3', 'teams', 'Teams'), ('spee3', 'sharepoint', 'SharePoint'), ('spee3', 'onedrive', 'OneDrive'), ('spee3', 'officeproplus', 'OfficeProPlus'), ('spee3', 'yammer', 'Yammer'), ('spee3', 'aadp', 'AADP'), ('spee3', 'intune', 'Intune'), ('spee3', 'azip', 'Azip'),
    ('spee5', 'exchange', 'Exchange'), ('spee5', 'teams', 'Teams'), ('spee5', 'sharepoint', 'SharePoint'), ('spee5', 'onedrive', 'OneDrive'), ('spee5', 'officeproplus', 'OfficeProPlus'), ('spee5', 'yammer', 'Yammer'), ('spee5', 'aadp', 'AADP'), ('spee5', 'intune', 'Intune'), ('spee5', 'azip', 'Azip'), ('spee5', 'defender', 'Defender'), ('spee5', 'purview', 'Purview'),
    ('spef1', 'exchange', 'Exchange'), ('spef1', 'teams', 'Teams'), ('spef1', 'sharepoint', 'SharePoint'), ('spef1', 'onedrive', 'OneDrive'), ('spef1', 'aadp', 'AADP'), ('spef1', 'intune', 'Intune'), ('spef1', 'azip', 'Azip'),
    ('standardpack', 'exchange', 'Exchange'), ('standardpack', 'teams', 'Teams'), ('standardpack', 'sharepoint', 'SharePoint'), ('standardpack', 'onedrive', 'OneDrive'), ('standardpack', 'yammer', 'Yammer');

INSERT INTO sku_bucket (spelling, bucket) VALUES
    ('exchange', 'Microsoft 365'),
    ('teams', 'Microsoft 365'),
    ('sharepoint', 'Microsoft 365'),
    ('onedrive', 'Microsoft 365'),
    ('officeproplus', 'Microsoft 365'),
    ('yammer', 'Microsoft 365'),
    ('aadp', 'Enterprise Mobility + Security'),
    ('intune', 'Enterprise Mobility + Security'),
    ('azip', 'Security and compliance'),
    ('defender', 'Security and compliance'),
    ('purview', 'Security and compliance'),
    ('copilot', 'Copilot');
