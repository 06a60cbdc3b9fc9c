use platform::http::Permission;

/// Bring rows in by files; each kind needs the permission to create one of it too.
pub const IMPORT_RUN: Permission = Permission("import.run");
/// Approve that a batch which somebody else sent is taken in.
pub const IMPORT_CHECK: Permission = Permission("import.check");
