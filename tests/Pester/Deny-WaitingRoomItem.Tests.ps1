BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/WaitingRoomSetup.ps1
    $script:id = 'PermModule.Commands.DenyWaitingRoomItemCommand'
}

Describe 'Deny-WaitingRoomItem' {
    BeforeEach { $null = New-WaitingRoomStore }

    It 'decides by number, keeps who, when and the comment, and returns nothing without -PassThru' {
        $item = Submit-WaitingRoomItem Upload asker a, b
        Deny-WaitingRoomItem $item.Id -Auditor UPLOADS -Comment ' checked ' | Should -BeNullOrEmpty
        $decided = Get-WaitingRoomItem $item.Id
        $decided.State | Should -Be Denied
        $decided.AuditedBy | Should -BeExactly uploads
        $decided.AuditedAt | Should -BeOfType DateTimeOffset
        $decided.Comment | Should -BeExactly checked
        $decided.AssetStates.State | Should -Be Denied, Denied
        $decided.AssetStates.AuditedBy | Should -Be uploads, uploads
    }

    It 'takes requests by pipe, as objects, numbers and rows' {
        $items = 'a', 'b', 'c' | ForEach-Object { Submit-WaitingRoomItem Upload asker $_ }
        (Get-WaitingRoomItem $items[0].Id | Deny-WaitingRoomItem -Auditor uploads -PassThru).State | Should -Be Denied
        ($items[1].Id | Deny-WaitingRoomItem -Auditor (Get-PermUser uploads) -PassThru).Id | Should -Be $items[1].Id
        ([pscustomobject]@{ Id = "$($items[2].Id)" } | Deny-WaitingRoomItem -Auditor uploads -PassThru).Id | Should -Be $items[2].Id
        Get-WaitingRoomItem | Should -BeNullOrEmpty
    }

    It 'decides on some assets' {
        $item = Submit-WaitingRoomItem Download viewer a, b, c -Reason offer
        $decided = Deny-WaitingRoomItem $item.Id -Asset C, a -Auditor downloads -PassThru
        $decided.State | Should -Be Pending
        $decided.AssetStates.State | Should -Be Denied, Pending, Denied
        (Approve-WaitingRoomItem $item.Id -Auditor all -PassThru).State | Should -Be Mixed
    }

    It 'changes nothing with -WhatIf, and tells the refusals' {
        $item = Submit-WaitingRoomItem Upload asker a
        $before = Get-TrailHead
        $item | Deny-WaitingRoomItem -Auditor uploads -WhatIf | Should -BeNullOrEmpty
        ($item | Deny-WaitingRoomItem -Auditor uploads -WhatIf -PassThru).State | Should -Be Denied
        $item | Deny-WaitingRoomItem -Auditor viewer -WhatIf -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "NotAnAuditor,$id"
        Get-TrailHead | Should -Be $before
        (Get-WaitingRoomItem).Id | Should -Be $item.Id
    }

    It 'refuses <Auditor> with <ErrorId>' -ForEach @(
        @{ Auditor = 'all'; ErrorId = 'SelfAudit' }
        @{ Auditor = 'uploads'; ErrorId = 'NotAnAuditor' }
        @{ Auditor = 'viewer'; ErrorId = 'NotAnAuditor' }
        @{ Auditor = 'nobody'; ErrorId = 'UserNotFound' }
    ) {
        $item = Submit-WaitingRoomItem Download all a -Reason offer
        $item | Deny-WaitingRoomItem -Auditor $Auditor -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "$ErrorId,$id"
        $refused.TargetObject | Should -Be $Auditor
        (Get-WaitingRoomItem $item.Id).State | Should -Be Pending
    }

    It 'refuses an auditor who is inactive' {
        $item = Submit-WaitingRoomItem Upload asker a
        Disable-PermUser uploads
        { Deny-WaitingRoomItem $item.Id -Auditor uploads -ErrorAction Stop } | Should -Throw '*inactive*' -ErrorId "NotAnAuditor,$id"
    }

    It 'takes the acting user as auditor unless one is named' {
        $item = Submit-WaitingRoomItem Upload asker a
        { Deny-WaitingRoomItem $item.Id -ErrorAction Stop } | Should -Throw '*-Auditor*' -ErrorId "UserNotFound,$id"
        $null = Connect-PermStore (Get-PermStore).Path -Actor uploads
        (Deny-WaitingRoomItem $item.Id -PassThru).AuditedBy | Should -Be uploads
    }

    It 'reports each bad record with its own error, and the next goes on' {
        $good = Submit-WaitingRoomItem Upload asker a
        $other = Submit-WaitingRoomItem Quarantine asker a
        4711, $other.Id, $good.Id | Deny-WaitingRoomItem -Auditor uploads -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "WaitingRoomItemNotFound,$id", "NotAnAuditor,$id"
        (Get-WaitingRoomItem).Id | Should -Be $other.Id
    }

    It 'decides thousands in one batch, and leaves what is too young' {
        $items = foreach ($i in 1..2500) { [pscustomobject]@{ Asset = "asset $i" } }
        $null = $items | Submit-WaitingRoomItem -Kind Download -Requester viewer -Reason offer
        Get-WaitingRoomItem -Kind Download -OlderThan 2d | Deny-WaitingRoomItem -Auditor downloads
        (Get-PermStore).PendingRequests | Should -Be 2500
        Get-WaitingRoomItem -Kind Download | Deny-WaitingRoomItem -Auditor downloads -Comment batch
        (Get-PermStore).PendingRequests | Should -Be 0
        $decided = Get-WaitingRoomItem -State Denied
        $decided.Count | Should -Be 2500
        $decided.Comment | Sort-Object -Unique | Should -Be batch
        Test-PermStore | Should -BeTrue
    }

    It 'denies neither twice nor what is approved' {
        $item = Submit-WaitingRoomItem Upload asker a, b
        Deny-WaitingRoomItem $item.Id -Asset a -Auditor uploads
        { Deny-WaitingRoomItem $item.Id -Asset a -Auditor all -ErrorAction Stop } | Should -Throw -ErrorId "AlreadyDecided,$id"
        Approve-WaitingRoomItem $item.Id -Asset b -Auditor uploads
        { Deny-WaitingRoomItem $item.Id -Asset b -Auditor all -ErrorAction Stop } | Should -Throw -ErrorId "AlreadyDecided,$id"
        { Deny-WaitingRoomItem $item.Id -Auditor all -ErrorAction Stop } | Should -Throw -ErrorId "AlreadyDecided,$id"
    }

    It 'closes the case of a quarantined file' {
        $caught = Submit-WaitingRoomItem Quarantine uploader virus.exe
        Deny-WaitingRoomItem $caught.Id -Auditor quarantine
        { Approve-WaitingRoomItem $caught.Id -Auditor quarantine -ErrorAction Stop } | Should -Throw -ErrorId 'AlreadyDecided,PermModule.Commands.ApproveWaitingRoomItemCommand'
        Get-WaitingRoomItem | Should -BeNullOrEmpty
    }
}
