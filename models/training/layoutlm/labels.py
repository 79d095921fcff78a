"""The labels of the starter model: BIO over the fields of an invoice or receipt, and the kinds of paper."""

FIELDS = ["vendor", "invoice_number", "invoice_date", "due_date", "currency", "subtotal", "tax", "total", "customer"]
LABELS = ["O"] + [f"{prefix}-{field}" for field in FIELDS for prefix in "BI"]
LABEL_ID = {label: i for i, label in enumerate(LABELS)}
KINDS = ["invoice", "receipt", "letter", "form", "statement", "contract", "other"]
IGNORED = -100  # a token without a loss
