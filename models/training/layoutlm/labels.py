"""The labels of the starter model: BIO over the fields of an invoice or receipt and over the parts of its line items, and the kinds of paper."""

FIELDS = ["vendor", "invoice_number", "invoice_date", "due_date", "currency", "subtotal", "tax", "total", "customer"]
ITEM_PARTS = ["item_description", "item_quantity", "item_unit_price", "item_amount"]
LABELS = ["O"] + [f"{prefix}-{field}" for field in FIELDS + ITEM_PARTS for prefix in "BI"]
LABEL_ID = {label: i for i, label in enumerate(LABELS)}
KINDS = ["invoice", "receipt", "letter", "form", "statement", "contract", "other"]
IGNORED = -100  # a token without a loss
