use platform::http::Permission;

/// Bring rows in by files; each kind needs the permission to create one of it too.
pub const IMPORT_RUN: Permission = Permission("import.run");
