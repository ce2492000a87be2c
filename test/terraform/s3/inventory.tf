# A report about a bucket, written to another one whose policy lets the service in.

resource "aws_s3_bucket" "reports" {
  bucket        = "terraform-reports"
  force_destroy = true
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = aws_s3_bucket.reports.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::terraform-reports/*"
      Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:s3:::terraform-plain" } }
    }]
  })
}

resource "aws_s3_bucket_inventory" "plain" {
  bucket                   = aws_s3_bucket.plain.id
  name                     = "everything"
  enabled                  = local.first
  included_object_versions = local.first ? "All" : "Current"
  optional_fields          = local.first ? ["EncryptionStatus", "BucketKeyStatus", "Size"] : ["ETag"]

  schedule {
    frequency = local.first ? "Daily" : "Weekly"
  }

  filter {
    prefix = local.first ? "letters/" : "photos/"
  }

  destination {
    bucket {
      format     = "CSV"
      bucket_arn = aws_s3_bucket.reports.arn
      prefix     = "inventory"
      account_id = data.aws_caller_identity.me.account_id
      encryption {
        dynamic "sse_s3" {
          for_each = local.first ? [] : [1]
          content {}
        }
        dynamic "sse_kms" {
          for_each = local.first ? [1] : []
          content {
            key_id = aws_kms_key.objects.arn
          }
        }
      }
    }
  }
}
