# Buckets with what Terraform can set on them, through one endpoint. `.ci/terraform` applies this,
# wants the second plan empty, applies a change, wants it empty again, forgets what it made, imports
# it by `imports`, wants the plan empty once more, and destroys.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "endpoint" {
  type = string
}

# Changed by the second apply.
variable "stage" {
  type    = string
  default = "first"
}

locals {
  first = var.stage == "first"
}

provider "aws" {
  region            = "us-east-1"
  s3_use_path_style = true

  endpoints {
    iam       = var.endpoint
    kms       = var.endpoint
    s3        = var.endpoint
    s3control = var.endpoint
    sts       = var.endpoint
  }
}

data "aws_caller_identity" "me" {}

resource "aws_kms_key" "objects" {
  description             = "objects"
  deletion_window_in_days = 7
}

# Nothing said of it: what a new bucket has must not look like a difference.
resource "aws_s3_bucket" "plain" {
  bucket = "terraform-plain"
}

resource "aws_s3_bucket" "full" {
  bucket = "terraform-full"
}

resource "aws_s3_bucket_versioning" "full" {
  bucket = aws_s3_bucket.full.id
  versioning_configuration {
    status = local.first ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "full" {
  bucket = aws_s3_bucket.full.id
  rule {
    bucket_key_enabled = local.first
    apply_server_side_encryption_by_default {
      sse_algorithm     = local.first ? "aws:kms" : "AES256"
      kms_master_key_id = local.first ? aws_kms_key.objects.arn : null
    }
  }
}

resource "aws_s3_bucket_public_access_block" "full" {
  bucket                  = aws_s3_bucket.full.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = local.first
  restrict_public_buckets = local.first
}

resource "aws_s3_bucket_ownership_controls" "full" {
  bucket = aws_s3_bucket.full.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_request_payment_configuration" "full" {
  bucket = aws_s3_bucket.full.id
  payer  = "BucketOwner"
}

resource "aws_s3_bucket_policy" "full" {
  bucket     = aws_s3_bucket.full.id
  depends_on = [aws_s3_bucket_public_access_block.full]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = local.first ? "NoPlainHttp" : "NoPlainHttpAtAll"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::terraform-full/secret/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# An object in it, which goes with all of its versions.
resource "aws_s3_object" "letter" {
  bucket     = aws_s3_bucket.full.id
  key        = "letter.txt"
  content    = "pay 100 to Alice, ${var.stage}"
  depends_on = [aws_s3_bucket_versioning.full]
}

# The strictest default, and then one with the key that the service keeps for S3.
resource "aws_s3_bucket" "twice" {
  bucket = "terraform-twice"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "twice" {
  bucket = aws_s3_bucket.twice.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = local.first ? "aws:kms:dsse" : "aws:kms"
      kms_master_key_id = local.first ? aws_kms_key.objects.arn : null
    }
  }
}

# What is kept for good, from the bucket's first day and later on.
resource "aws_s3_bucket" "vault" {
  bucket              = "terraform-vault"
  object_lock_enabled = true
  tags                = local.first ? { stage = "first", team = "house" } : { stage = "second" }
}

resource "aws_s3_bucket_object_lock_configuration" "vault" {
  bucket = aws_s3_bucket.vault.id
  rule {
    default_retention {
      mode  = "GOVERNANCE"
      days  = local.first ? 3 : null
      years = local.first ? null : 1
    }
  }
}

# Two rules, of which one changes.
resource "aws_s3_bucket_cors_configuration" "vault" {
  bucket = aws_s3_bucket.vault.id
  cors_rule {
    id              = "app"
    allowed_headers = ["*"]
    allowed_methods = local.first ? ["GET", "PUT"] : ["GET"]
    allowed_origins = ["https://app.example"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3000
  }
  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["*"]
  }
}

# What goes by itself. The second stage changes days into a date, leaves a rule out and adds another.
resource "aws_s3_bucket" "aging" {
  bucket = "terraform-aging"
}

resource "aws_s3_bucket_versioning" "aging" {
  bucket = aws_s3_bucket.aging.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "aging" {
  bucket     = aws_s3_bucket.aging.id
  depends_on = [aws_s3_bucket_versioning.aging]

  rule {
    id     = "everything"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days           = local.first ? 30 : 7
      newer_noncurrent_versions = local.first ? 3 : null
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = local.first ? 2 : 1
    }
  }

  rule {
    id     = "prefix"
    status = local.first ? "Enabled" : "Disabled"
    filter {
      prefix = "tmp/"
    }
    expiration {
      days = local.first ? 7 : null
      date = local.first ? null : "2040-01-01T00:00:00Z"
    }
  }

  rule {
    id     = "tag"
    status = "Enabled"
    filter {
      tag {
        key   = "keep"
        value = local.first ? "no" : "never"
      }
    }
    expiration {
      date = local.first ? "2039-06-01T00:00:00Z" : null
      days = local.first ? null : 400
    }
  }

  rule {
    id     = "large"
    status = "Enabled"
    filter {
      object_size_greater_than = local.first ? 1048576 : 2097152
    }
    expiration {
      days = 90
    }
  }

  rule {
    id     = "small"
    status = "Enabled"
    filter {
      object_size_less_than = 500
    }
    expiration {
      days = 365
    }
  }

  rule {
    id     = "all at once"
    status = "Enabled"
    filter {
      and {
        prefix                   = "logs/"
        object_size_greater_than = 500
        object_size_less_than    = local.first ? 64000 : 128000
        tags                     = local.first ? { kind = "log", team = "house" } : { kind = "log" }
      }
    }
    expiration {
      days = 14
    }
  }

  dynamic "rule" {
    for_each = local.first ? [] : ["markers"]
    content {
      id     = rule.value
      status = "Enabled"
      filter {
        prefix = ""
      }
      expiration {
        expired_object_delete_marker = true
      }
    }
  }
}
