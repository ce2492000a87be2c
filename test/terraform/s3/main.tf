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
