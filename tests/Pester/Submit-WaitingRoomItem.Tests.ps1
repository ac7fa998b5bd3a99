BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/WaitingRoomSetup.ps1
    $script:id = 'PermModule.Commands.SubmitWaitingRoomItemCommand'
}

Describe 'Submit-WaitingRoomItem' {
    BeforeEach { $null = New-WaitingRoomStore }

    It 'returns the request, which waits' {
        $item = Submit-WaitingRoomItem Download VIEWER b.png, a.png -Reason ' brochure '
        $item | Should -BeOfType WaitingRoomItem
        $item.Kind | Should -Be Download
        $item.Requester | Should -BeExactly viewer
        $item.Assets | Should -Be b.png, a.png
        $item.AssetCount | Should -Be 2
        $item.Reason | Should -BeExactly brochure
        $item.State | Should -Be Pending
        $item.SubmittedAt | Should -BeOfType DateTimeOffset
        $item.AuditedBy, $item.AuditedAt, $item.Comment | Should -Be $null, $null, $null
        $item.Age | Should -BeOfType TimeSpan
        (Get-WaitingRoomItem).Id | Should -Be $item.Id
        (Get-PermStore).PendingRequests | Should -Be 1
    }

    It 'approves at once what <Requester> may do directly, audited by the right' -ForEach @(
        @{ Requester = 'uploader'; Request = @{ Kind = 'Upload' }; Right = 'asset-bank.asset-management.upload-assets' }
        @{ Requester = 'marked'; Request = @{ Kind = 'Download'; Watermarked = $true; Reason = 'r' }; Right = 'asset-bank.asset-management.download-watermarked-assets-directly' }
    ) {
        $item = Submit-WaitingRoomItem -Requester $Requester -Asset a @Request
        $item.State | Should -Be Approved
        $item.AuditedBy | Should -Be $Right
        $item.AuditedAt | Should -Be $item.SubmittedAt
        (Submit-WaitingRoomItem -Requester $Requester -Asset a @Request -ForApproval).State | Should -Be Pending
    }

    It 'takes rows of a CSV by property name' {
        Set-Content "$TestDrive/requests.csv" "Kind,Requester,Asset,Reason,Watermarked,ForApproval`nDownload,marked,a,offer,yes,no`nUpload,uploader,b,,,true"
        $items = Import-Csv "$TestDrive/requests.csv" | Submit-WaitingRoomItem
        $items.State | Should -Be Approved, Pending
        $items.Assets | Should -Be a, b
    }

    It 'approves a download at once for who holds the rights to what is asked' {
        Grant-PermRight viewer 'Download public asset derivatives', 'Download archived assets'
        (Submit-WaitingRoomItem Download viewer a -Reason r).State | Should -Be Pending
        $item = Submit-WaitingRoomItem Download viewer b -File PublicDerivative -Archived -Reason r
        $item.State | Should -Be Approved
        $item.AuditedBy | Should -Be 'asset-bank.asset-management.download-public-asset-derivatives, asset-bank.asset-management.download-archived-assets'
        (Submit-WaitingRoomItem Download viewer c -File PublicDerivative -LimitedUsage -Reason r).State | Should -Be Pending
        Grant-PermRight viewer 'Show all assets as watermarked'
        (Submit-WaitingRoomItem Download viewer d -File PublicDerivative -Reason r).State | Should -Be Pending
    }

    It 'takes the file from a cell, an empty one as the original, and refuses a row with any other text' {
        Grant-PermRight viewer 'Download asset additionals'
        $rows = "Kind,Requester,Asset,Reason,File,Archived`nDownload,viewer,a,r,additional,no`nDownload,viewer,b,r,,`nDownload,viewer,c,r,nope,no" | ConvertFrom-Csv
        $items = $rows | Submit-WaitingRoomItem -ErrorVariable refused -ErrorAction SilentlyContinue
        $items.Assets | Should -Be a, b
        $items.State | Should -Be Approved, Pending
        $refused.Exception.Message | Should -BeLike "*'nope' is no file of an asset*"
    }

    It 'takes users by pipe' {
        $items = Get-PermUser uploader, asker | Submit-WaitingRoomItem -Kind Upload -Asset a
        $items.Requester | Should -Be uploader, asker
        $items.State | Should -Be Approved, Pending
    }

    It 'changes nothing with -WhatIf and says what would be' {
        $before = Get-TrailHead
        (Submit-WaitingRoomItem Upload uploader a -WhatIf).State | Should -Be Approved
        Get-TrailHead | Should -Be $before
        Get-WaitingRoomItem -State Pending, Approved | Should -BeNullOrEmpty
        Submit-WaitingRoomItem Upload viewer a -WhatIf -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "NotPermitted,$id"
    }

    It 'refuses <Case> with <ErrorId>' -ForEach @(
        @{ Case = 'an unknown user'; ErrorId = 'UserNotFound'; Request = @{ Kind = 'Upload'; Requester = 'nobody'; Asset = 'a' }; Target = 'nobody' }
        @{ Case = 'an upload without a right'; ErrorId = 'NotPermitted'; Request = @{ Kind = 'Upload'; Requester = 'viewer'; Asset = 'a' }; Target = 'viewer' }
        @{ Case = 'a download without a reason'; ErrorId = 'ReasonRequired'; Request = @{ Kind = 'Download'; Requester = 'viewer'; Asset = 'a' }; Target = 'viewer' }
        @{ Case = 'a reason of blanks'; ErrorId = 'ReasonRequired'; Request = @{ Kind = 'Download'; Requester = 'viewer'; Asset = 'a'; Reason = "  `t" }; Target = 'viewer' }
        @{ Case = 'no assets'; ErrorId = 'AssetRequired'; Request = @{ Kind = 'Upload'; Requester = 'asker'; Asset = @() }; Target = $null }
        @{ Case = 'an asset named twice'; ErrorId = 'DuplicateAsset'; Request = @{ Kind = 'Upload'; Requester = 'asker'; Asset = 'a', 'b', 'A' }; Target = 'A' }
    ) {
        $before = Get-TrailHead
        Submit-WaitingRoomItem @Request -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "$ErrorId,$id"
        $refused.TargetObject | Should -BeExactly $Target
        Get-TrailHead | Should -Be $before
    }

    It 'refuses a requester who is inactive' {
        Disable-PermUser asker
        { Submit-WaitingRoomItem Upload asker a -ErrorAction Stop } | Should -Throw '*inactive*' -ErrorId "NotPermitted,$id"
    }

    It 'refuses what was denied, by name, and goes on with the next' {
        Submit-WaitingRoomItem Upload asker logo.png | Deny-WaitingRoomItem -Auditor uploads
        $rows = 'logo.PNG', 'other.png' | ForEach-Object { [pscustomobject]@{ Asset = $_ } }
        $items = $rows | Submit-WaitingRoomItem -Kind Upload -Requester asker -ErrorVariable refused -ErrorAction SilentlyContinue
        $items.Assets | Should -Be other.png
        $refused.FullyQualifiedErrorId | Should -Be "AlreadyDenied,$id"
        $refused.TargetObject | Should -BeExactly logo.PNG
    }

    It 'names a line that finds the denial, whatever the asset is called' {
        $asset = "it's [1]*.png"
        $denied = Submit-WaitingRoomItem Upload asker $asset
        $denied | Deny-WaitingRoomItem -Auditor uploads
        $null = Submit-WaitingRoomItem Upload asker $asset -ErrorVariable refused -ErrorAction SilentlyContinue
        $line = $refused[0].Exception.NextStep -replace '^.+find the request with ' -replace ' and approve it.+$'
        (& ([scriptblock]::Create($line))).Id | Should -Be $denied.Id
    }

    It 'takes a request for 100,000 assets' {
        $assets = foreach ($i in 1..100000) { "asset $i.png" }
        $item = Submit-WaitingRoomItem Upload asker $assets
        $item.AssetCount | Should -Be 100000
        (Get-WaitingRoomItem $item.Id).Assets[99999] | Should -Be 'asset 100000.png'
    }
}
