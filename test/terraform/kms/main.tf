# Keys, aliases and grants through one endpoint. `.ci/terraform` applies this, wants the second plan
# empty, applies a change, wants it empty again, and destroys.

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

provider "aws" {
  region = "us-east-1"

  endpoints {
    iam = var.endpoint
    kms = var.endpoint
    sts = var.endpoint
  }
}

data "aws_caller_identity" "me" {}

resource "aws_iam_role" "reader" {
  name = "terraform-keys-reader"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }
    }]
  })
}

resource "aws_kms_key" "bucket" {
  description             = "bucket key, ${var.stage}"
  enable_key_rotation     = true
  rotation_period_in_days = var.stage == "first" ? 180 : 365
  deletion_window_in_days = 7
  is_enabled              = var.stage == "first"
  tags                    = { stage = var.stage }
  policy = jsonencode({
    Version = "2012-10-17"
    Id      = "house"
    Statement = [{
      Sid       = "Root"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
      }, {
      Sid       = "Reader"
      Effect    = "Allow"
      Principal = { AWS = aws_iam_role.reader.arn }
      Action    = var.stage == "first" ? ["kms:Decrypt"] : ["kms:Decrypt", "kms:DescribeKey"]
      Resource  = "*"
    }]
  })
}

resource "aws_kms_key" "plain" {
  description             = "defaults only"
  deletion_window_in_days = 7
}

resource "aws_kms_alias" "bucket" {
  name          = "alias/terraform-keys"
  target_key_id = var.stage == "first" ? aws_kms_key.bucket.key_id : aws_kms_key.plain.key_id
}

resource "aws_kms_grant" "reader" {
  name              = "reader"
  key_id            = aws_kms_key.plain.key_id
  grantee_principal = aws_iam_role.reader.arn
  operations        = ["Encrypt", "Decrypt", "GenerateDataKey"]
  constraints {
    encryption_context_equals = { department = var.stage }
  }
}

resource "aws_kms_key" "signing" {
  description              = "HMAC"
  key_usage                = "GENERATE_VERIFY_MAC"
  customer_master_key_spec = "HMAC_256"
  deletion_window_in_days  = 7
}

resource "aws_kms_external_key" "brought" {
  description             = "brought along"
  deletion_window_in_days = 7
  key_material_base64     = "Wblj06fduthWggmsT0cLVoIMOkeLbc2kVfMud77i/JY="
}

data "aws_kms_key" "by_alias" {
  key_id = aws_kms_alias.bucket.name
}

output "arn" {
  value = data.aws_kms_key.by_alias.arn
}
