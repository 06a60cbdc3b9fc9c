use platform::keys::{FieldKeys, KeyCommand, KeyError};
use std::path::PathBuf;
use uuid::Uuid;

const ROW: Uuid = Uuid::from_u128(1);

fn keys() -> FieldKeys {
    FieldKeys::from_master(&[7; 32])
}

fn place() -> Vec<u8> {
    FieldKeys::place("customer", "identity", ROW)
}

/// A folder of its own that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("xindai-keys-{}", Uuid::now_v7())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left behind when the system will not remove it.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn an_encrypted_field_opens_at_its_place() {
    let sealed = keys().encrypt("11010519491231002X".as_bytes(), &place());
    assert_eq!(sealed[0], 1);
    assert_eq!(sealed.len(), 1 + 12 + 18 + 16);
    assert_eq!(
        keys().decrypt(&sealed, &place()).ok(),
        Some(b"11010519491231002X".to_vec())
    );
    assert_ne!(sealed, keys().encrypt("11010519491231002X".as_bytes(), &place()));
    assert_eq!(
        keys().decrypt(&keys().encrypt(b"", &place()), &place()).ok(),
        Some(Vec::new())
    );
}

#[test]
fn a_field_copied_to_another_place_does_not_open() {
    let sealed = keys().encrypt(b"secret", &place());
    for aad in [
        FieldKeys::place("customer", "identity", Uuid::from_u128(2)),
        FieldKeys::place("customer", "mobile", ROW),
        FieldKeys::place("guarantor", "identity", ROW),
    ] {
        assert!(matches!(keys().decrypt(&sealed, &aad), Err(KeyError::Sealed)));
    }
    let other = FieldKeys::from_master(&[8; 32]);
    assert!(matches!(other.decrypt(&sealed, &place()), Err(KeyError::Sealed)));
}

#[test]
fn a_changed_or_shortened_field_does_not_open() {
    let sealed = keys().encrypt(b"secret", &place());
    for at in 1..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(
            matches!(keys().decrypt(&changed, &place()), Err(KeyError::Sealed)),
            "byte {at}"
        );
        assert!(
            matches!(keys().decrypt(&sealed[..at], &place()), Err(KeyError::Sealed)),
            "first {at} bytes"
        );
    }
    assert!(matches!(keys().decrypt(&[], &place()), Err(KeyError::Sealed)));
    let mut later = sealed;
    later[0] = 2;
    assert!(matches!(
        keys().decrypt(&later, &place()),
        Err(KeyError::UnknownVersion(2))
    ));
}

#[test]
fn equal_values_have_equal_blind_indexes_and_others_have_not() {
    let index = keys().blind_index("identity:11010519491231002X");
    assert_eq!(index.len(), 16);
    assert_eq!(index, keys().blind_index("identity:11010519491231002X"));
    assert_ne!(index, keys().blind_index("identity:110105194912310021"));
    assert_ne!(
        index,
        FieldKeys::from_master(&[8; 32]).blind_index("identity:11010519491231002X")
    );
}

#[test]
fn the_stored_form_of_keys_does_not_change() {
    // Values stored by earlier versions must open. These were made by another implementation (OpenSSL).
    assert_eq!(keys().fingerprint(), "3682a810239782ab");
    assert_eq!(
        hex::encode(keys().blind_index("identity:x")),
        "84ada13d229f6415526b75e8e01ef7d7"
    );
    let sealed =
        hex::decode("01000102030405060708090a0bb1e67d07f2c4ce2d7f8a5bd79f020cefc6c49474458f").expect("hexadecimal");
    assert_eq!(keys().decrypt(&sealed, &place()).ok(), Some(b"secret".to_vec()));
}

#[test]
fn the_key_file_is_made_once_for_its_owner_only() {
    let folder = Folder::new();
    let file = folder.0.join("deep/field.key");
    let made = FieldKeys::open(None, &file).expect("made");
    let read = FieldKeys::open(None, &file).expect("read");
    assert_eq!(made.fingerprint(), read.fingerprint());
    assert_eq!(
        std::fs::read_dir(folder.0.join("deep")).map(Iterator::count).ok(),
        Some(1)
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("changed");
        assert!(matches!(
            FieldKeys::open(None, &file),
            Err(KeyError::FileTooOpen { mode: 0o644, .. })
        ));
    }
}

#[test]
fn a_given_key_wins_and_a_malformed_one_is_refused_without_showing_it() {
    let folder = Folder::new();
    let file = folder.0.join("field.key");
    let given = FieldKeys::open(Some(&"07".repeat(32)), &file).expect("a key");
    assert_eq!(given.fingerprint(), keys().fingerprint());
    assert!(!file.exists());
    let error = FieldKeys::open(Some("hunter2"), &file)
        .expect_err("malformed")
        .to_string();
    assert!(
        error.contains("XINDAI_FIELD_KEY") && !error.contains("hunter2"),
        "{error}"
    );
    assert!(!format!("{given:?}").contains("0707"));
}

fn two_keys() -> String {
    format!("{}\n# the second\n2:{}\n", "07".repeat(32), "08".repeat(32))
}

#[test]
fn values_under_several_keys_open_and_the_highest_in_use_is_for_writing() {
    let both = FieldKeys::from_hex(&two_keys(), "here").expect("two keys");
    let old = keys().encrypt(b"secret", &place());
    assert_eq!(both.version(), 2);
    both.use_versions(&[1]).expect("known");
    assert_eq!(both.encrypt(b"secret", &place())[0], 1);
    assert_eq!(both.blind_indexes("x"), [keys().blind_index("x")]);
    both.use_versions(&[1, 2]).expect("known");
    let new = both.encrypt(b"secret", &place());
    assert_eq!(new[0], 2);
    assert!(both.is_current(&new) && !both.is_current(&old));
    for sealed in [&old, &new] {
        assert_eq!(both.decrypt(sealed, &place()).ok(), Some(b"secret".to_vec()));
    }
    assert_eq!(both.blind_indexes("x")[1], keys().blind_index("x"));
    assert_eq!(both.blind_indexes("x")[0], both.blind_index("x"));
    assert_eq!(both.lasting_index("x"), keys().blind_index("x"));
    assert!(matches!(both.use_versions(&[3]), Err(KeyError::UnknownVersion(3))));
    assert_eq!(both.version(), 2);
    for text in ["", "0:07", "2:07", "1:07,1:07"] {
        let text = text.replace("07", &"07".repeat(32));
        assert_eq!(
            FieldKeys::from_hex(&text, "here").is_err(),
            !text.starts_with('2'),
            "{text}"
        );
    }
}

#[test]
fn a_key_added_to_the_file_is_found_when_a_value_names_it() {
    let folder = Folder::new();
    let file = folder.0.join("field.key");
    let (server, tool) = (
        FieldKeys::open(None, &file).expect("made"),
        FieldKeys::open(None, &file).expect("read"),
    );
    assert_eq!(tool.add().expect("added"), 2);
    tool.use_versions(&[1, 2]).expect("known");
    let sealed = tool.encrypt(b"secret", &place());
    assert_eq!(server.version(), 1);
    assert_eq!(server.decrypt(&sealed, &place()).ok(), Some(b"secret".to_vec()));
    let kept = std::fs::read_dir(&folder.0).map(Iterator::count).ok();
    assert_eq!(kept, Some(1), "no drafts are left");
    let given = FieldKeys::open(Some(&two_keys()), &file).expect("given");
    assert!(matches!(given.add(), Err(KeyError::NotOurs(_))));
}

#[cfg(unix)]
#[test]
fn a_key_service_is_asked_through_its_program() {
    let folder = Folder::new();
    std::fs::create_dir_all(&folder.0).expect("a folder");
    let text = folder.0.join("told");
    std::fs::write(&text, two_keys()).expect("written");
    let ask = |command: String| FieldKeys::of_source(Box::new(KeyCommand(command)));
    let keys = ask(format!("cat {}", text.display())).expect("told");
    assert_eq!(keys.version(), 2);
    for command in ["false", "/no/such/program", "echo hunter2"] {
        let error = ask(command.to_owned()).expect_err(command).to_string();
        assert!(error.contains(command), "{error}");
    }
}
