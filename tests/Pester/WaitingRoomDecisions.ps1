# Dot-sourced in the Describe of Approve-WaitingRoomItem and of Deny-WaitingRoomItem: what holds for both. $decide is the cmdlet,
# $opposite the other one, $state what it leads to and $id how its error ids end.
It 'decides by number, keeps who, when and the comment, and returns nothing without -PassThru' {
    $item = Submit-WaitingRoomItem Upload asker a, b
    & $decide $item.Id -Auditor UPLOADS -Comment ' checked ' | Should -BeNullOrEmpty
    $decided = Get-WaitingRoomItem $item.Id
    $decided.State | Should -Be $state
    $decided.AuditedBy | Should -BeExactly uploads
    $decided.AuditedAt | Should -BeOfType DateTimeOffset
    $decided.Comment | Should -BeExactly checked
    $decided.AssetStates.State | Should -Be $state, $state
    $decided.AssetStates.AuditedBy | Should -Be uploads, uploads
}

It 'takes requests by pipe, as objects, numbers and rows' {
    $items = 'a', 'b', 'c' | ForEach-Object { Submit-WaitingRoomItem Upload asker $_ }
    (Get-WaitingRoomItem $items[0].Id | & $decide -Auditor uploads -PassThru).State | Should -Be $state
    ($items[1].Id | & $decide -Auditor (Get-PermUser uploads) -PassThru).Id | Should -Be $items[1].Id
    ([pscustomobject]@{ Id = "$($items[2].Id)" } | & $decide -Auditor uploads -PassThru).Id | Should -Be $items[2].Id
    Get-WaitingRoomItem | Should -BeNullOrEmpty
}

It 'decides on some assets' {
    $item = Submit-WaitingRoomItem Download viewer a, b, c -Reason offer
    $decided = & $decide $item.Id -Asset C, a -Auditor downloads -PassThru
    $decided.State | Should -Be Pending
    $decided.AssetStates.State | Should -Be $state, Pending, $state
    (& $opposite $item.Id -Auditor all -PassThru).State | Should -Be Mixed
}

It 'changes nothing with -WhatIf, and tells the refusals' {
    $item = Submit-WaitingRoomItem Upload asker a
    $before = Get-TrailHead
    $item | & $decide -Auditor uploads -WhatIf | Should -BeNullOrEmpty
    ($item | & $decide -Auditor uploads -WhatIf -PassThru).State | Should -Be $state
    $item | & $decide -Auditor viewer -WhatIf -ErrorVariable refused -ErrorAction SilentlyContinue
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
    $item | & $decide -Auditor $Auditor -ErrorVariable refused -ErrorAction SilentlyContinue
    $refused.FullyQualifiedErrorId | Should -Be "$ErrorId,$id"
    $refused.TargetObject | Should -Be $Auditor
    (Get-WaitingRoomItem $item.Id).State | Should -Be Pending
}

It 'refuses an auditor who is inactive' {
    $item = Submit-WaitingRoomItem Upload asker a
    Disable-PermUser uploads
    { & $decide $item.Id -Auditor uploads -ErrorAction Stop } | Should -Throw '*inactive*' -ErrorId "NotAnAuditor,$id"
}

It 'takes the acting user as auditor unless one is named' {
    $item = Submit-WaitingRoomItem Upload asker a
    { & $decide $item.Id -ErrorAction Stop } | Should -Throw '*-Auditor*' -ErrorId "UserNotFound,$id"
    $null = Connect-PermStore (Get-PermStore).Path -Actor uploads
    (& $decide $item.Id -PassThru).AuditedBy | Should -Be uploads
}

It 'reports each bad record with its own error, and the next goes on' {
    $good = Submit-WaitingRoomItem Upload asker a
    $other = Submit-WaitingRoomItem Quarantine asker a
    4711, $other.Id, $good.Id | & $decide -Auditor uploads -ErrorVariable refused -ErrorAction SilentlyContinue
    $refused.FullyQualifiedErrorId | Should -Be "WaitingRoomItemNotFound,$id", "NotAnAuditor,$id"
    (Get-WaitingRoomItem).Id | Should -Be $other.Id
}

It 'decides thousands in one batch, and leaves what is too young' {
    $items = foreach ($i in 1..2500) { [pscustomobject]@{ Asset = "asset $i" } }
    $null = $items | Submit-WaitingRoomItem -Kind Download -Requester viewer -Reason offer
    Get-WaitingRoomItem -Kind Download -OlderThan 2d | & $decide -Auditor downloads
    (Get-PermStore).PendingRequests | Should -Be 2500
    Get-WaitingRoomItem -Kind Download | & $decide -Auditor downloads -Comment batch
    (Get-PermStore).PendingRequests | Should -Be 0
    $decided = Get-WaitingRoomItem -State $state
    $decided.Count | Should -Be 2500
    $decided.Comment | Sort-Object -Unique | Should -Be batch
    Test-PermStore | Should -BeTrue
}

It 'applies nothing of a decision that names a wrong asset' -ForEach @(
    @{ Asset = 'a', 'c'; ErrorId = 'AssetNotFound' }
    @{ Asset = 'a', 'A'; ErrorId = 'DuplicateAsset' }
) {
    $item = Submit-WaitingRoomItem Upload asker a, b
    { & $decide $item.Id -Asset $Asset -Auditor uploads -ErrorAction Stop } | Should -Throw -ErrorId "$ErrorId,$id"
    (Get-WaitingRoomItem $item.Id).AssetStates.State | Should -Be Pending, Pending
}
