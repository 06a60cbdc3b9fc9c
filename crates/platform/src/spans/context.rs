//! Which trace and which span: the header `traceparent` of W3C Trace Context.

use rand::RngCore;

/// A span's place in its trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanContext {
    /// The trace that the span belongs to.
    pub trace: u128,
    /// The span.
    pub span: u64,
    /// Whether spans of this trace are delivered.
    pub sampled: bool,
}

impl SpanContext {
    /// The first span of a new trace, of which so many in a hundred are delivered.
    pub(super) fn root(percent: u32) -> Self {
        let mut random = [0; 24];
        rand::thread_rng().fill_bytes(&mut random);
        let (trace, span) = random.split_at(16);
        let trace = u128::from_be_bytes(trace.try_into().expect("sixteen bytes")).max(1);
        Self {
            trace,
            span: u64::from_be_bytes(span.try_into().expect("eight bytes")).max(1),
            sampled: trace % 100 < u128::from(percent),
        }
    }

    /// A span below this one.
    pub(super) fn child(self) -> Self {
        let span = rand::thread_rng().next_u64().max(1);
        Self { span, ..self }
    }

    /// Reads `00-<32 digits>-<16 digits>-<2 digits>`; higher versions as far as they are the same. `None` when it is anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let mut hex = |digits: usize| {
            let part = parts.next()?;
            let is_hex = part.len() == digits && part.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
            is_hex.then_some(part)
        };
        let version = hex(2)?;
        let (trace, span) = (hex(32)?, hex(16)?);
        let flags = u8::from_str_radix(hex(2)?, 16).ok()?;
        if version == "ff" || (version == "00" && parts.next().is_some()) {
            return None;
        }
        let (trace, span) = (
            u128::from_str_radix(trace, 16).ok()?,
            u64::from_str_radix(span, 16).ok()?,
        );
        (trace != 0 && span != 0).then_some(Self {
            trace,
            span,
            sampled: flags & 1 == 1,
        })
    }

    /// The header for a call made within this span.
    #[must_use]
    pub fn traceparent(&self) -> String {
        format!(
            "00-{:032x}-{:016x}-{:02x}",
            self.trace,
            self.span,
            u8::from(self.sampled)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_read_and_written_alike() {
        // W3C Trace Context, 3.2.4.
        let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let context = SpanContext::parse(text).unwrap();
        assert!(context.sampled);
        assert_eq!(context.traceparent(), text);
        assert!(
            !SpanContext::parse(&format!("{}00", &text[..text.len() - 2]))
                .unwrap()
                .sampled
        );
        assert!(
            SpanContext::parse(&format!("cc{}-more", &text[2..])).is_some(),
            "a later version may say more"
        );
    }

    #[test]
    fn what_the_standard_forbids_starts_a_trace_of_its_own() {
        for text in [
            "",
            "00",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-张三f92f3577b34da6a3ce929d0e0e47-00f067aa0ba902b7-01",
        ] {
            assert_eq!(SpanContext::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_child_stays_in_its_trace() {
        let root = SpanContext::root(100);
        let child = root.child();
        assert_eq!((child.trace, child.sampled), (root.trace, true));
        assert_ne!(child.span, root.span);
        assert!(!SpanContext::root(0).sampled);
    }
}
