-- Who may do what: organisations, users, roles with their permissions, sessions and the sign-in policy.

CREATE TABLE organisation (
    id BLOB(16) NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    parent_id BLOB(16) REFERENCES organisation (id)
);

CREATE TABLE app_user (
    id BLOB(16) NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    org_id BLOB(16) NOT NULL REFERENCES organisation (id),
    password_hash TEXT NOT NULL,
    is_active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_sign_in_at BIGINT
);

CREATE TABLE role (
    id BLOB(16) NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL
);

CREATE TABLE role_permission (
    role_id BLOB(16) NOT NULL REFERENCES role (id),
    permission TEXT NOT NULL,
    PRIMARY KEY (role_id, permission)
);

CREATE TABLE user_role (
    user_id BLOB(16) NOT NULL REFERENCES app_user (id),
    role_id BLOB(16) NOT NULL REFERENCES role (id),
    PRIMARY KEY (user_id, role_id)
);

-- The cookie holds 256 random bits; only their SHA-256 is kept.
CREATE TABLE user_session (
    secret_hash BLOB NOT NULL PRIMARY KEY,
    user_id BLOB(16) NOT NULL REFERENCES app_user (id),
    started_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX user_session_user ON user_session (user_id);
CREATE INDEX user_session_expiry ON user_session (expires_at);

-- By SHA-256 of the login as typed, whether or not such a user exists: a lock-out tells nothing about who has an account,
-- and a password typed into the wrong field is not kept.
CREATE TABLE sign_in_attempt (
    login_hash BLOB NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_failed_at BIGINT,
    locked_until BIGINT
);
CREATE INDEX sign_in_attempt_age ON sign_in_attempt (last_failed_at);

-- The newest row whose effective_at has passed is in force.
CREATE TABLE sign_in_policy (
    effective_at BIGINT NOT NULL PRIMARY KEY,
    password_min_length BIGINT NOT NULL,
    password_min_kinds BIGINT NOT NULL,
    lock_after_failures BIGINT NOT NULL,
    lock_minutes BIGINT NOT NULL,
    session_minutes BIGINT NOT NULL,
    source TEXT NOT NULL
);

INSERT INTO sign_in_policy VALUES
    (0, 8, 3, 5, 30, 720, 'GB/T 22239-2019 8.1.4.1');

INSERT INTO organisation (id, code, name, parent_id) VALUES
    (X'00000000000070008000000000000001', '0001', '总行', NULL);

INSERT INTO role (id, code, name_zh, name_en) VALUES
    (X'00000000000070008000000000000001', 'administrator', '系统管理员', 'Administrator'),
    (X'00000000000070008000000000000002', 'clerk', '柜员', 'Clerk'),
    (X'00000000000070008000000000000003', 'manager', '经理', 'Manager'),
    (X'00000000000070008000000000000004', 'auditor', '审计员', 'Auditor');

INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'access.read'),
    (X'00000000000070008000000000000001', 'access.write'),
    (X'00000000000070008000000000000001', 'audit.read'),
    (X'00000000000070008000000000000001', 'close.read'),
    (X'00000000000070008000000000000001', 'close.run'),
    (X'00000000000070008000000000000001', 'customer.read'),
    (X'00000000000070008000000000000001', 'customer.reveal'),
    (X'00000000000070008000000000000001', 'customer.write'),
    (X'00000000000070008000000000000001', 'ledger.read'),
    (X'00000000000070008000000000000001', 'ledger.reverse'),
    (X'00000000000070008000000000000001', 'loan.book'),
    (X'00000000000070008000000000000001', 'loan.read'),
    (X'00000000000070008000000000000001', 'loan.repay'),
    (X'00000000000070008000000000000001', 'loan.reverse'),
    (X'00000000000070008000000000000001', 'product.read'),
    (X'00000000000070008000000000000001', 'report.read');

INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000002', 'customer.read'),
    (X'00000000000070008000000000000002', 'customer.reveal'),
    (X'00000000000070008000000000000002', 'customer.write'),
    (X'00000000000070008000000000000002', 'loan.book'),
    (X'00000000000070008000000000000002', 'loan.read'),
    (X'00000000000070008000000000000002', 'loan.repay'),
    (X'00000000000070008000000000000002', 'loan.reverse'),
    (X'00000000000070008000000000000002', 'product.read');

INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000003', 'access.read'),
    (X'00000000000070008000000000000003', 'audit.read'),
    (X'00000000000070008000000000000003', 'close.read'),
    (X'00000000000070008000000000000003', 'close.run'),
    (X'00000000000070008000000000000003', 'customer.read'),
    (X'00000000000070008000000000000003', 'ledger.read'),
    (X'00000000000070008000000000000003', 'loan.read'),
    (X'00000000000070008000000000000003', 'product.read'),
    (X'00000000000070008000000000000003', 'report.read');

INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000004', 'access.read'),
    (X'00000000000070008000000000000004', 'audit.read'),
    (X'00000000000070008000000000000004', 'close.read'),
    (X'00000000000070008000000000000004', 'customer.read'),
    (X'00000000000070008000000000000004', 'ledger.read'),
    (X'00000000000070008000000000000004', 'loan.read'),
    (X'00000000000070008000000000000004', 'product.read'),
    (X'00000000000070008000000000000004', 'report.read');
