use std::fmt;
use std::net::IpAddr;

use crate::domain::AccessRefusal;

/// So many networks at most in one list.
pub const NETWORKS_MAX: usize = 50;

/// A network of addresses: `10.1.0.0/16`, `2001:db8::/32`; an address alone is the network of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    base: IpAddr,
    prefix: u8,
}

impl Network {
    fn parse(text: &str) -> Option<Network> {
        let (base, prefix) = match text.split_once('/') {
            Some((base, prefix)) => (base.parse::<IpAddr>().ok()?, Some(prefix.parse::<u8>().ok()?)),
            None => (text.parse::<IpAddr>().ok()?, None),
        };
        let bits = bits_of(base);
        let prefix = prefix.unwrap_or(bits);
        let network = Network { base, prefix };
        // Bits behind the prefix are a slip of the pen: 10.1.2.3/16 may mean the host or the network.
        (prefix <= bits && number(base) & !network.mask() == 0).then_some(network)
    }

    /// The bits of the prefix, in the low bits of the number.
    fn mask(self) -> u128 {
        let bits = u32::from(bits_of(self.base));
        let all = if bits == 128 { u128::MAX } else { (1 << bits) - 1 };
        let host = bits - u32::from(self.prefix);
        all.checked_shr(host).unwrap_or(0).checked_shl(host).unwrap_or(0)
    }

    fn contains(self, address: IpAddr) -> bool {
        bits_of(address) == bits_of(self.base) && number(address) & self.mask() == number(self.base)
    }
}

fn bits_of(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.prefix == bits_of(self.base) {
            write!(f, "{}", self.base)
        } else {
            write!(f, "{}/{}", self.base, self.prefix)
        }
    }
}

/// From where somebody may call. An empty list allows every address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressList(Vec<Network>);

impl AddressList {
    /// A list of networks in CIDR form, IPv4 or IPv6; an address alone is a network too. Empty entries are left out.
    ///
    /// # Errors
    /// [`AccessRefusal::AddressInvalid`], [`AccessRefusal::AddressesTooMany`].
    pub fn parse<'a>(entries: impl IntoIterator<Item = &'a str>) -> Result<AddressList, AccessRefusal> {
        let mut networks = Vec::new();
        for entry in entries.into_iter().map(str::trim).filter(|entry| !entry.is_empty()) {
            let invalid = || AccessRefusal::AddressInvalid {
                text: entry.chars().take(64).collect(),
            };
            let network = Network::parse(entry).ok_or_else(invalid)?;
            if !networks.contains(&network) {
                networks.push(network);
            }
        }
        if networks.len() > NETWORKS_MAX {
            return Err(AccessRefusal::AddressesTooMany { most: NETWORKS_MAX });
        }
        Ok(AddressList(networks))
    }

    /// Whether every address is allowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a caller from this address is let in. An address that is not known is in no network.
    #[must_use]
    pub fn allows(&self, address: Option<IpAddr>) -> bool {
        let inside = |address: IpAddr| self.0.iter().any(|network| network.contains(address.to_canonical()));
        self.is_empty() || address.is_some_and(inside)
    }

    /// The entries as they are written.
    #[must_use]
    pub fn entries(&self) -> Vec<String> {
        self.0.iter().map(Network::to_string).collect()
    }
}

/// The entries, one a line.
impl fmt::Display for AddressList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.entries().join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &[&str]) -> AddressList {
        AddressList::parse(entries.iter().copied()).expect("a sound list")
    }

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().expect("an address"))
    }

    #[test]
    fn a_network_holds_the_addresses_of_its_prefix() {
        // 10.1.128.0/17 is 10.1.128.0 to 10.1.255.255; 2001:db8:8000::/33 begins at 2001:db8:8000:: (RFC 4632, RFC 4291).
        for (network, inside, outside) in [
            ("10.1.128.0/17", "10.1.128.0", "10.1.127.255"),
            ("10.1.128.0/17", "10.1.255.255", "10.2.0.0"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("0.0.0.0/0", "203.0.113.9", "2001:db8::1"),
            ("2001:db8:8000::/33", "2001:db8:ffff::1", "2001:db8:7fff::1"),
            ("::/0", "2001:db8::1", "203.0.113.9"),
            ("2001:db8::1", "2001:db8::1", "2001:db8::2"),
        ] {
            assert!(list(&[network]).allows(address(inside)), "{network} {inside}");
            assert!(!list(&[network]).allows(address(outside)), "{network} {outside}");
        }
    }

    #[test]
    fn an_ipv4_address_is_known_however_it_arrives_and_an_unknown_one_is_let_in_by_an_empty_list_only() {
        assert!(list(&["10.0.0.0/8"]).allows(address("::ffff:10.1.2.3")));
        assert!(!list(&["10.0.0.0/8"]).allows(None));
        assert!(list(&[]).allows(None));
        assert!(list(&["", " "]).is_empty());
    }

    #[test]
    fn what_is_no_network_is_refused_by_its_text() {
        for text in [
            "10.0.0.1/8",
            "10.0.0.0/33",
            "::1/129",
            "10.0.0",
            "office",
            "10.0.0.0/-1",
            "2001:db8::1/32",
        ] {
            let refused = AddressList::parse([text]);
            assert_eq!(refused, Err(AccessRefusal::AddressInvalid { text: text.to_owned() }));
        }
        let many: Vec<String> = (0..51).map(|n| format!("10.0.0.{n}")).collect();
        let refused = AddressList::parse(many.iter().map(String::as_str));
        assert_eq!(refused, Err(AccessRefusal::AddressesTooMany { most: 50 }));
        assert_eq!(
            list(&["10.0.0.0/8", " 10.0.0.0/8 ", "::1"]).to_string(),
            "10.0.0.0/8\n::1"
        );
    }
}
