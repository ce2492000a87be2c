# Users, roles, policies and a bucket policy through one endpoint. `.ci/terraform` applies this,
# wants the second plan empty, applies a change, wants it empty again, and destroys.

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

variable "name" {
  type    = string
  default = "terraform-house"
}

# Changed by the second apply.
variable "stage" {
  type    = string
  default = "first"
}

provider "aws" {
  region            = "us-east-1"
  s3_use_path_style = true

  endpoints {
    iam = var.endpoint
    s3  = var.endpoint
    sts = var.endpoint
  }
}

data "aws_caller_identity" "me" {}

resource "aws_iam_policy" "readers" {
  name        = "${var.name}-readers"
  path        = "/house/"
  description = "May read the bucket"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "Read"
      Effect   = "Allow"
      Action   = var.stage == "first" ? ["s3:GetObject"] : ["s3:GetObject", "s3:ListBucket"]
      Resource = ["arn:aws:s3:::${var.name}", "arn:aws:s3:::${var.name}/*"]
    }]
  })
  tags = { stage = var.stage }
}

resource "aws_iam_policy" "limit" {
  name = "${var.name}-limit"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:*", "sts:*"], Resource = "*" }]
  })
}

resource "aws_iam_user" "alice" {
  name                 = "${var.name}-alice"
  path                 = "/people/"
  permissions_boundary = aws_iam_policy.limit.arn
  tags                 = { team = var.stage }
}

resource "aws_iam_access_key" "alice" {
  user = aws_iam_user.alice.name
}

resource "aws_iam_user_policy" "alice" {
  name = "inline"
  user = aws_iam_user.alice.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:ListAllMyBuckets", Resource = "*" }]
  })
}

resource "aws_iam_user_policy_attachment" "alice" {
  user       = aws_iam_user.alice.name
  policy_arn = aws_iam_policy.readers.arn
}

resource "aws_iam_group" "writers" {
  name = "${var.name}-writers"
}

resource "aws_iam_group_policy" "writers" {
  name  = "write"
  group = aws_iam_group.writers.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "arn:aws:s3:::${var.name}/*" }]
  })
}

resource "aws_iam_group_policy_attachment" "writers" {
  group      = aws_iam_group.writers.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
}

resource "aws_iam_group_membership" "writers" {
  name  = "members"
  group = aws_iam_group.writers.name
  users = [aws_iam_user.alice.name]
}

resource "aws_iam_role" "auditor" {
  name                 = "${var.name}-auditor"
  description          = "Assumed by alice, ${var.stage}"
  max_session_duration = var.stage == "first" ? 3600 : 7200
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = aws_iam_user.alice.arn }
    }]
  })
}

resource "aws_iam_role_policy" "auditor" {
  name = "read"
  role = aws_iam_role.auditor.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:Get*", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "auditor" {
  role       = aws_iam_role.auditor.name
  policy_arn = aws_iam_policy.readers.arn
}

resource "aws_s3_bucket" "house" {
  bucket = var.name
}

resource "aws_s3_bucket_public_access_block" "house" {
  bucket                  = aws_s3_bucket.house.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "house" {
  bucket = aws_s3_bucket.house.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "house" {
  bucket     = aws_s3_bucket.house.id
  depends_on = [aws_s3_bucket_public_access_block.house]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyUnencryptedUploads"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::${var.name}/*"
      Condition = { StringNotEquals = { "s3:x-amz-server-side-encryption" = "AES256" } }
      }, {
      Sid       = "RoleMayList"
      Effect    = "Allow"
      Principal = { AWS = aws_iam_role.auditor.arn }
      Action    = "s3:ListBucket"
      Resource  = "arn:aws:s3:::${var.name}"
    }]
  })
}

output "account" {
  value = data.aws_caller_identity.me.account_id
}
