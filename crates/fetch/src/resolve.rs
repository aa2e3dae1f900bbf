//! Names to addresses, and only to addresses that may be connected to.
//!
//! Connections are made to the very addresses that were checked: no name is resolved twice.

use crate::error::printable;
use crate::private::Gate;
use std::net::IpAddr;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Resolves with the system, and leaves out what is not public.
#[derive(Debug)]
pub(crate) struct CheckedResolver {
    pub(crate) system: DefaultResolver,
    pub(crate) gate: Gate,
    /// Host and port of the proxy, which may stand anywhere.
    pub(crate) proxy: Option<(String, u16)>,
}

/// Why a name has no address to connect to.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum NoAddress {
    #[error("all addresses are private")]
    Private { address: IpAddr, range: &'static str },
    #[error("{detail}")]
    Unknown { detail: String, passing: bool },
}

impl Resolver for CheckedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = match self.system.resolve(uri, config, timeout) {
            Ok(found) => found,
            Err(ureq::Error::Io(error)) => {
                let detail = error.to_string();
                // The standard library hides the kinds of getaddrinfo's errors; EAI_AGAIN has these words.
                let passing = ["emporary", "try again"].iter().any(|word| detail.contains(word));
                let detail = printable(detail.trim_start_matches("failed to lookup address information: "));
                return Err(ureq::Error::Other(Box::new(NoAddress::Unknown {
                    detail,
                    passing,
                })));
            }
            Err(error) => return Err(error),
        };
        let is_proxy = self
            .proxy
            .as_ref()
            .is_some_and(|(host, port)| uri.host() == Some(host) && uri.port_u16() == Some(*port));
        if is_proxy {
            return Ok(found);
        }
        let mut public = self.empty();
        let mut first = None;
        for address in &found {
            match self.gate.refuses(address.ip()) {
                None => public.push(*address),
                Some(range) => first = first.or(Some((address.ip(), range))),
            }
        }
        match (public.is_empty(), first) {
            (false, _) => Ok(public),
            (true, Some((address, range))) => Err(ureq::Error::Other(Box::new(NoAddress::Private {
                address,
                range,
            }))),
            (true, None) => Err(ureq::Error::HostNotFound),
        }
    }
}
