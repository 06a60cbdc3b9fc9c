-- Versions of products are written by one and activated by another. A version ends where its successor begins.
ALTER TABLE loan_product ADD COLUMN effective_until BIGINT;
ALTER TABLE loan_product ADD COLUMN makers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE loan_product ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;

INSERT INTO permission (code, area) VALUES ('product.write', 'product'), ('product.activate', 'product');

-- Administrator and manager write versions and activate those of others.
INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'product.write'),
    (X'00000000000070008000000000000001', 'product.activate'),
    (X'00000000000070008000000000000003', 'product.write'),
    (X'00000000000070008000000000000003', 'product.activate');
