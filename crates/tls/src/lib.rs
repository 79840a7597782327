//! How this installation, as a client, speaks TLS: by the authorities that browsers trust, or by those of an operator's file
//! alone; with `ring`, which the databases' connections use too.

use std::sync::Arc;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// What a client goes by: the authorities that browsers trust, or those of an operator's file (PEM) alone. The error is for
/// an operator.
pub fn client(authorities: Option<&[u8]>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    match authorities {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(pem) => {
            for one in CertificateDer::pem_slice_iter(pem) {
                let one = one.map_err(|error| format!("no certificates in PEM: {error}"))?;
                roots.add(one).map_err(|error| format!("a certificate of no use: {error}"))?;
            }
            if roots.is_empty() {
                return Err("no certificates in PEM".to_owned());
            }
        }
    }
    Ok(ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
