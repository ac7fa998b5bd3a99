BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/WaitingRoomSetup.ps1
    $script:id = 'PermModule.Commands.RemoveWaitingRoomItemCommand'
}

Describe 'Remove-WaitingRoomItem' {
    BeforeEach {
        $null = New-WaitingRoomStore
        $script:items = 'a', 'b', 'c' | ForEach-Object { Submit-WaitingRoomItem Upload asker $_ }
    }

    It 'asks nothing about a request that is not there' {
        $refused = $null
        Remove-WaitingRoomItem 99999 -Confirm -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -BeLike '*NotFound,PermModule.Commands.RemoveWaitingRoomItemCommand'
    }

    It 'removes by number and by pipe' {
        Remove-WaitingRoomItem $items[0].Id -Confirm:$false | Should -BeNullOrEmpty
        (Get-WaitingRoomItem).Id | Should -Be $items[1].Id, $items[2].Id
        Get-WaitingRoomItem | Remove-WaitingRoomItem -Confirm:$false
        Get-WaitingRoomItem | Should -BeNullOrEmpty
        Test-PermStore | Should -BeTrue
    }

    It 'keeps in the trail what the request held' {
        Deny-WaitingRoomItem $items[0].Id -Auditor uploads -Comment blurred
        Remove-WaitingRoomItem $items[0] -Confirm:$false
        $removed = Get-PermAuditEvent -Action RequestRemoved
        $removed.Target | Should -Be $items[0].Id
        $before = $removed.Before | ConvertFrom-Json
        $before.Kind, $before.Requester, $before.Assets, $before.State, $before.AuditedBy, $before.Comment | Should -Be Upload, asker, a, Denied, uploads, blurred
        $before.RequesterId | Should -BeGreaterThan 0
        $before.SubmittedAt | Should -Not -BeNullOrEmpty
        $before.AuditedAt | Should -Not -BeNullOrEmpty
    }

    It 'lets what was denied be requested again' {
        Deny-WaitingRoomItem $items[0].Id -Auditor uploads
        Remove-WaitingRoomItem $items[0].Id -Confirm:$false
        (Submit-WaitingRoomItem Upload asker a).State | Should -Be Pending
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-TrailHead
        Get-WaitingRoomItem | Remove-WaitingRoomItem -WhatIf
        Get-TrailHead | Should -Be $before
        (Get-WaitingRoomItem).Count | Should -Be 3
    }

    It 'reports a request that does not exist, and goes on' {
        4711, $items[0].Id | Remove-WaitingRoomItem -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "WaitingRoomItemNotFound,$id"
        $refused.TargetObject | Should -Be 4711
        (Get-WaitingRoomItem).Id | Should -Be $items[1].Id, $items[2].Id
    }
}
